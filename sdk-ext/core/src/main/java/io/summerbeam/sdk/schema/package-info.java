/**
 * Names in schemas: field paths such as {@code customer.address.zip} or {@code items[*].sku},
 * resolved when the pipeline is built, schemas as text, the messages for names that do not exist,
 * and the types that can be keys.
 *
 * <p>To be touched from anywhere: {@link io.summerbeam.sdk.schema.FieldPath}, {@link
 * io.summerbeam.sdk.schema.Fields}, {@link io.summerbeam.sdk.schema.KeyTypes}, {@link
 * io.summerbeam.sdk.schema.NearestName} and {@link io.summerbeam.sdk.schema.SchemaText}.
 */
package io.summerbeam.sdk.schema;
