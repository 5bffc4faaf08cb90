/**
 * Schemas from files: {@link io.summerbeam.sdk.schemafile.SchemaFile} reads Avro and JSON Schema as
 * schemas of Rows, with their tags.
 */
package io.summerbeam.sdk.schemafile;
