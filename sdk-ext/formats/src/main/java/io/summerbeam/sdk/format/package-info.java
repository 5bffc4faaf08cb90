/**
 * Formats: bytes to Rows and back. {@link io.summerbeam.sdk.format.RowFormat} is what an IO takes:
 *
 * <ul>
 *   <li>{@link io.summerbeam.sdk.format.JsonFormat}, {@link io.summerbeam.sdk.format.CsvFormat},
 *       {@link io.summerbeam.sdk.format.AvroFormat}, {@link
 *       io.summerbeam.sdk.format.ProtobufFormat};
 *   <li>{@link io.summerbeam.sdk.format.DebeziumFormat}: changes of a database's table;
 *   <li>{@link io.summerbeam.sdk.format.RawFormat} and {@link
 *       io.summerbeam.sdk.format.StringFormat}: the record as it is.
 * </ul>
 *
 * <p>Most have an {@code editor()}, which mends records that are dead letters.
 *
 * <p>{@link io.summerbeam.sdk.format.EventTime} reads the time of a record from one of its fields.
 * {@link io.summerbeam.sdk.format.SchemaInference} finds the schema that records have.
 *
 * <p>A format is strict: what it does not read exactly is a {@link
 * io.summerbeam.sdk.format.MalformedException}, whose message names the field and the rule and
 * never quotes the data.
 */
package io.summerbeam.sdk.format;
