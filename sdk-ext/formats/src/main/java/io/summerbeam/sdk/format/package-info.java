/**
 * Formats: bytes to Rows and back. {@link io.summerbeam.sdk.format.JsonFormat}, {@link
 * io.summerbeam.sdk.format.CsvFormat} and {@link io.summerbeam.sdk.format.AvroFormat} are those
 * there are, {@link io.summerbeam.sdk.format.RowFormat} is what an IO takes, and {@link
 * io.summerbeam.sdk.format.EventTime} reads the time of a record from one of its fields. {@link
 * io.summerbeam.sdk.format.SchemaInference} finds the schema that records have.
 *
 * <p>A format is strict: what it does not read exactly is a {@link
 * io.summerbeam.sdk.format.MalformedException}, whose message names the field and the rule and
 * never quotes the data.
 */
package io.summerbeam.sdk.format;
