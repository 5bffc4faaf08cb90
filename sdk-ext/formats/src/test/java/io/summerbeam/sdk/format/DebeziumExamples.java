package io.summerbeam.sdk.format;

import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** Changes in the forms that Debezium's connectors give them. */
final class DebeziumExamples {

  /** The table. */
  static final Schema CUSTOMER =
      Schema.builder()
          .addInt32Field("id")
          .addStringField("first_name")
          .addStringField("last_name")
          .addStringField("email")
          .build();

  static final DebeziumFormat CUSTOMERS = DebeziumFormat.ofTable(CUSTOMER, "id");

  private static final String COLUMNS =
      """
      [{"type":"int32","optional":false,"field":"id"},
       {"type":"string","optional":false,"field":"first_name"},
       {"type":"string","optional":false,"field":"last_name"},
       {"type":"string","optional":false,"field":"email"}]
      """;

  /** What stands around a payload of a change of PostgreSQL, up to the payload. */
  static final String SCHEMA_PART =
      """
      {"schema":{"type":"struct","fields":[
        {"type":"struct","fields":%s,"optional":true,
         "name":"server.inventory.customers.Value","field":"before"},
        {"type":"struct","fields":%s,"optional":true,
         "name":"server.inventory.customers.Value","field":"after"},
        {"type":"struct","fields":[
          {"type":"string","optional":false,"field":"version"},
          {"type":"int64","optional":false,"field":"ts_ms"},
          {"type":"boolean","optional":true,"default":false,"field":"snapshot"},
          {"type":"int64","optional":true,"field":"lsn"}],
         "optional":false,"name":"io.debezium.connector.postgresql.Source","field":"source"},
        {"type":"string","optional":false,"field":"op"},
        {"type":"int64","optional":true,"field":"ts_ms"}],
       "optional":false,"name":"server.inventory.customers.Envelope"},
      """
          .formatted(COLUMNS, COLUMNS);

  static final String POSTGRES_CREATE =
      """
      {"before":null,
       "after":{"id":1,"first_name":"Anne","last_name":"Kretchmar","email":"annek@noanswer.org"},
       "source":{"version":"3.3.0","connector":"postgresql","name":"PostgreSQL_server",
         "ts_ms":1559033904863,"ts_us":1559033904863123,"ts_ns":1559033904863123000,
         "snapshot":true,"db":"postgres","sequence":"[\\"24023119\\",\\"24023128\\"]",
         "schema":"public","table":"customers","txId":555,"lsn":24023128,"xmin":null},
       "op":"c","ts_ms":1559033904870,"ts_us":1559033904870841,"ts_ns":1559033904870841257}
      """;

  static final String POSTGRES_UPDATE =
      """
      {"before":{"id":1},
       "after":{"id":1,"first_name":"Anne Marie","last_name":"Kretchmar",
         "email":"annek@noanswer.org"},
       "source":{"version":"3.3.0","connector":"postgresql","name":"PostgreSQL_server",
         "ts_ms":1559033904863,"ts_us":1559033904863769,"ts_ns":1559033904863769000,
         "snapshot":false,"db":"postgres","schema":"public","table":"customers","txId":556,
         "lsn":24023129,"xmin":null},
       "op":"u","ts_ms":1465584025523,"ts_us":1465584025523514,"ts_ns":1465584025523514964}
      """;

  static final String POSTGRES_DELETE =
      """
      {"before":{"id":1},"after":null,
       "source":{"version":"3.3.0","connector":"postgresql","name":"PostgreSQL_server",
         "ts_ms":1559033904864,"ts_us":1559033904864852,"ts_ns":1559033904864852000,
         "snapshot":false,"db":"postgres","schema":"public","table":"customers","txId":557,
         "lsn":46523128,"xmin":null},
       "op":"d","ts_ms":1465581902461,"ts_us":1465581902461496,"ts_ns":1465581902461496187}
      """;

  static final String POSTGRES_TRUNCATE =
      """
      {"source":{"version":"3.3.0","connector":"postgresql","name":"PostgreSQL_server",
         "ts_ms":1559033904863,"snapshot":false,"db":"postgres","schema":"public",
         "table":"customers","txId":556,"lsn":46523128,"xmin":null},
       "op":"t","ts_ms":1559033904961}
      """;

  static final String MYSQL_UPDATE =
      """
      {"before":{"id":1004,"first_name":"Anne","last_name":"Kretchmar",
         "email":"annek@noanswer.org"},
       "after":{"id":1004,"first_name":"Anne Marie","last_name":"Kretchmar",
         "email":"annek@noanswer.org"},
       "source":{"version":"3.3.0","name":"mysql-server-1","connector":"mysql",
         "ts_ms":1465581029100,"ts_us":1465581029100000,"ts_ns":1465581029100000000,
         "snapshot":false,"db":"inventory","table":"customers","server_id":223344,"gtid":null,
         "file":"mysql-bin.000003","pos":484,"row":0,"thread":7,
         "query":"UPDATE customers SET first_name='Anne Marie' WHERE id=1004"},
       "op":"u","ts_ms":1465581029523,
       "transaction":{"id":"0e4d5dcd-a33b-11ea-80f1-02010a22a99e:10","total_order":3,
         "data_collection_order":"1"}}
      """;

  static final String MYSQL_DELETE =
      """
      {"op":"d","ts_ms":1465581902461,
       "before":{"id":1004,"first_name":"Anne Marie","last_name":"Kretchmar",
         "email":"annek@noanswer.org"},
       "after":null,
       "source":{"version":"3.3.0","connector":"mysql","name":"mysql-server-1",
         "ts_ms":1465581902300,"snapshot":false,"db":"inventory","table":"customers",
         "server_id":223344,"gtid":null,"file":"mysql-bin.000003","pos":805,"row":0,"thread":7}}
      """;

  static final String MYSQL_READ =
      """
      {"before":null,
       "after":{"id":1001,"first_name":"Sally","last_name":"Thomas",
         "email":"sally.thomas@acme.com"},
       "source":{"version":"3.3.0","connector":"mysql","name":"mysql-server-1",
         "ts_ms":1486500577691,"snapshot":"first","db":"inventory","table":"customers",
         "server_id":0,"gtid":null,"file":"mysql-bin.000003","pos":154,"row":0,"thread":null},
       "op":"r","ts_ms":1486500577691,"transaction":null}
      """;

  private DebeziumExamples() {}

  static String enveloped(String payload) {
    return SCHEMA_PART + "\"payload\":" + payload + "}";
  }

  /** A row of {@link #CUSTOMERS}. */
  static Row customer(Object... values) {
    return Row.withSchema(CUSTOMERS.schema()).addValues(values).build();
  }
}
