package io.summerbeam.contract;

import io.summerbeam.io.http.HttpLookup;
import io.summerbeam.io.jdbc.JdbcLookup;
import io.summerbeam.io.redis.RedisLookup;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.lookup.RowLookupSource;
import io.summerbeam.transforms.enrich.Enrich;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Each kind of server that is asked for {@link LookedUpNames}: a has a name, at b the server fails,
 * and with it at first where it is asked for it together with others, and c is not there.
 */
enum LookupCase implements ServedCase {
  JDBC_LOOKUP("JdbcLookup") {
    @Override
    RowLookupSource source(ServerPlaces places) {
      return JdbcLookup.of(places.url())
          .withCredentials(ServerPlaces.USER, places.password())
          .from(LookedUpNames.TABLE)
          .withKey("id", FieldType.STRING)
          .withValues(Schema.builder().addFields(NAME.getFields()).addInt32Field("share").build());
    }
  },
  REDIS_LOOKUP("RedisLookup") {
    @Override
    RowLookupSource source(ServerPlaces places) {
      return RedisLookup.of(places.redisUrl())
          .withKey("id", FieldType.STRING)
          .withKeyTemplate(LookedUpNames.REDIS_PREFIX + "{id}")
          .withHash(NAME);
    }
  },
  HTTP_LOOKUP("HttpLookup, GET") {
    @Override
    RowLookupSource source(ServerPlaces places) {
      return HttpLookup.get(places.httpUrl() + "{id}")
          .withKey("id", FieldType.STRING)
          .withValues(NAME);
    }
  },
  HTTP_LOOKUP_OF_LISTS("HttpLookup, POST") {
    @Override
    RowLookupSource source(ServerPlaces places) {
      return HttpLookup.post(places.httpUrl()).withKey("id", FieldType.STRING).withValues(NAME);
    }
  };

  private static final Schema NAME = Schema.builder().addStringField("name").build();

  private static final List<String> EXPECTED =
      Stream.of(
              "2001-01-01T00:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anna\"}",
              "2001-01-01T00:59:59.999Z {\"key\":\"a\",\"n\":2,\"m\":0.1,\"name\":\"Anna\"}",
              "2001-01-01T02:00:00Z {\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anna\"}",
              "2001-01-01T23:00:00Z permanent Enrich lookup_failed"
                  + " {\"key\":\"b\",\"n\":-3,\"m\":2}",
              "2001-01-01T23:30:00Z permanent Enrich lookup_failed"
                  + " {\"key\":\"b\",\"n\":null,\"m\":2}",
              "1969-12-31T23:59:00Z permanent Enrich lookup_miss"
                  + " {\"key\":\"c\",\"n\":7,\"m\":null}")
          .sorted()
          .toList();

  private final String kind;

  LookupCase(String kind) {
    this.kind = kind;
  }

  /** Where the names are looked up. */
  abstract RowLookupSource source(ServerPlaces places);

  @Override
  public String title() {
    return "Enrich from a lookup: " + kind;
  }

  @Override
  public List<String> expected() {
    return EXPECTED;
  }

  @Override
  public boolean endless() {
    return false;
  }

  @Override
  public PCollectionList<String> build(
      Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places) {
    // Under its name, as there are several in a pipeline.
    return input.apply(pipeline).apply(name(), PTransform.compose(rows -> lines(rows, places)));
  }

  private PCollectionList<String> lines(PCollection<Row> input, ServerPlaces places) {
    DeadLetters dead = DeadLetters.in(input.getPipeline()).collect();
    PCollection<Row> out;
    try (dead) {
      out =
          input.apply(
              Enrich.fromLookup(source(places)).on("key", "id").take("name").withDeadLetters(dead));
    }
    // How often each was tried goes by the bundles, which are the runner's.
    PCollection<String> letters =
        dead.collection()
            .apply(
                "DeadLines", MapElements.into(TypeDescriptors.strings()).via(LookupCase::describe));
    return PCollectionList.of(ServerLines.of(out)).and(letters);
  }

  private static String describe(DeadLetter letter) {
    return RowJson.time(letter.eventTime())
        + " "
        + letter.severity()
        + " "
        + ContractCase.describe(letter);
  }
}
