package io.summerbeam.benchmarks.mask;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** Customers of ten fields, and the key their pseudonyms are made with. */
public final class People {

  /** The ten fields. */
  public static final Schema SCHEMA =
      Schema.builder()
          .addInt64Field("id")
          .addStringField("email")
          .addStringField("phone")
          .addStringField("name")
          .addStringField("city")
          .addStringField("country")
          .addInt64Field("orders")
          .addDoubleField("revenue")
          .addBooleanField("active")
          .addStringField("segment")
          .build();

  static final byte[] KEY = "thirty-two bytes for an HMAC key".getBytes(StandardCharsets.US_ASCII);

  static final int ID = 0;
  static final int EMAIL = 1;
  static final int PHONE = 2;
  static final int NAME = 3;

  /** What stands where a name was. */
  static final String REDACTED = "***";

  private static final List<String> CITIES = List.of("Berlin", "Lyon", "Porto", "Turku");
  private static final List<String> SEGMENTS = List.of("new", "regular", "gone");

  private People() {}

  /** The first of them, each time the same. */
  public static List<Row> first(int count) {
    Random random = new Random(10);
    List<Row> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      people.add(
          Row.withSchema(SCHEMA)
              .addValues(
                  (long) i,
                  "person" + random.nextInt(1_000_000) + "@mail.example.com",
                  String.format(Locale.ROOT, "+1202555%04d", random.nextInt(10_000)),
                  "Person Number " + random.nextInt(1_000_000),
                  CITIES.get(random.nextInt(CITIES.size())),
                  "EU",
                  (long) random.nextInt(100),
                  random.nextInt(1_000_000) / 100.0,
                  random.nextBoolean(),
                  SEGMENTS.get(random.nextInt(SEGMENTS.size())))
              .build());
    }
    return people;
  }
}
