package io.summerbeam.samples.deadletters;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** How payloads are read that are no JSON. */
public interface PayloadOptions extends PipelineOptions {

  /** What they are. */
  @Description(
      "Of which format payloads are that are no JSON: json-registry, avro-registry, avro,"
          + " avro-single-object, protobuf-registry, protobuf, csv or text. To a topic they go in"
          + " that format, edited by --set; to a folder and a table as the rows that they are, in"
          + " JSON; a job that reproduces one reads its row, or CSV. Letters that do not say their"
          + " format are taken for it, with json for JSON. Without it, what does not say that it is"
          + " JSON is neither edited nor made a row.")
  @Nullable String getFormat();

  /** See {@link #getFormat}. */
  void setFormat(@Nullable String format);

  /** Where schemas are. */
  @Description(
      "The registry with the schemas of --format=avro-registry, json-registry or protobuf-registry:"
          + " https://HOST/PATH. For the last one it may be left out: ids are not looked at then.")
  @Nullable String getRegistry();

  /** See {@link #getRegistry}. */
  void setRegistry(@Nullable String registry);

  /** Who asks it. */
  @Description("The user of the registry; with --registryPassword. Without them, nobody logs in.")
  @Nullable String getRegistryUser();

  /** See {@link #getRegistryUser}. */
  void setRegistryUser(@Nullable String user);

  /** Where the password is. */
  @Description("Where that user's password is: env:VARIABLE or file:PATH.")
  @Nullable String getRegistryPassword();

  /** See {@link #getRegistryPassword}. */
  void setRegistryPassword(@Nullable String password);

  /** What Avro was written with. */
  @Description(
      "The file with the schema that the records of --format=avro or avro-single-object were"
          + " written with.")
  @Nullable String getSchema();

  /** See {@link #getSchema}. */
  void setSchema(@Nullable String schema);

  /** What messages are. */
  @Description(
      "The file with the descriptors of --format=protobuf or protobuf-registry, as protoc"
          + " --include_imports --descriptor_set_out=FILE writes it; with --message.")
  @Nullable String getDescriptors();

  /** See {@link #getDescriptors}. */
  void setDescriptors(@Nullable String descriptors);

  /** Which message. */
  @Description("Which message of --descriptors the records are, with its package: shop.v1.Order.")
  @Nullable String getMessage();

  /** See {@link #getMessage}. */
  void setMessage(@Nullable String message);

  /** What the columns are called. */
  @Description(
      "The names of all columns of --format=csv, in their order, with commas between them. Their"
          + " values are texts.")
  @Nullable String getColumns();

  /** See {@link #getColumns}. */
  void setColumns(@Nullable String columns);

  /** What stands between two columns. */
  @Description(
      "What stands between two columns of --format=csv: one character, or tab. Without it, a"
          + " comma.")
  @Nullable String getDelimiter();

  /** See {@link #getDelimiter}. */
  void setDelimiter(@Nullable String delimiter);
}
