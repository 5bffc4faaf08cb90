package io.summerbeam.samples.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.format.UnwritableException;
import io.summerbeam.sdk.registry.RegistryException;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.RestRegistry;
import io.summerbeam.sdk.registry.SchemaKind;
import io.summerbeam.sdk.testing.RegistryServer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.values.Row;

/**
 * A schema registry that takes schemas, and has three under the ids 1 to 3. What is answered at a
 * URL is kept in a JVM, and a port may be another's later: these it answers alike, and at once.
 */
final class ThreeSchemas implements AutoCloseable {

  /** Flights, as the job reads them. */
  static final String FLIGHT =
      "{\"type\":\"record\",\"name\":\"Flight\",\"fields\":["
          + "{\"name\":\"date\",\"type\":\"string\"},"
          + "{\"name\":\"origin\",\"type\":\"string\"},"
          + "{\"name\":\"destination\",\"type\":\"string\"},"
          + "{\"name\":\"delay\",\"type\":\"long\"},"
          + "{\"name\":\"distance\",\"type\":\"long\"}]}";

  /** Purchases, with types that JSON has other forms of. */
  static final String PURCHASE =
      "{\"type\":\"record\",\"name\":\"Purchase\",\"fields\":["
          + "{\"name\":\"id\",\"type\":\"string\"},"
          + "{\"name\":\"price\",\"type\":"
          + "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":2}},"
          + "{\"name\":\"placed\",\"type\":"
          + "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}},"
          + "{\"name\":\"day\",\"type\":{\"type\":\"int\",\"logicalType\":\"date\"}},"
          + "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null},"
          + "{\"name\":\"raw\",\"type\":\"bytes\"}]}";

  private static final String SUBJECT = "of-tests";

  private final RegistryServer server;

  ThreeSchemas() throws IOException, RegistryException {
    server = new RegistryServer();
    int id = 1;
    for (String text : List.of(OneSchema.ORDER, FLIGHT, PURCHASE)) {
      RegistrySchema schema = RegistrySchema.of(SchemaKind.AVRO, text);
      assertThat(registry().register(SUBJECT, schema), equalTo(id));
      assertThat(registry().schema(id), equalTo(Optional.of(schema)));
      id++;
    }
  }

  String url() {
    return server.url();
  }

  RestRegistry registry() {
    return RestRegistry.at(url());
  }

  /** A record as it stands in a topic, behind the id of one of the schemas. */
  byte[] avro(String schema, Row row) throws UnwritableException {
    return AvroFormat.of()
        .withWriterSchema(schema)
        .withRegistry(registry())
        .withSubject(SUBJECT)
        .encoder(row.getSchema())
        .encode(row);
  }

  @Override
  public void close() {
    server.close();
  }
}
