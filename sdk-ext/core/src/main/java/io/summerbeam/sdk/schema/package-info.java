/**
 * Names in schemas: field paths such as {@code customer.address.zip} or {@code items[*].sku},
 * resolved when the pipeline is built, and the messages for names that do not exist.
 *
 * <p>To be touched from anywhere: {@link io.summerbeam.sdk.schema.FieldPath}, {@link
 * io.summerbeam.sdk.schema.Fields} and {@link io.summerbeam.sdk.schema.NearestName}.
 */
package io.summerbeam.sdk.schema;
