package io.summerbeam.contract;

import static io.summerbeam.transforms.mask.MaskRules.encrypt;
import static io.summerbeam.transforms.mask.MaskRules.generalize;
import static io.summerbeam.transforms.mask.MaskRules.hash;
import static io.summerbeam.transforms.mask.MaskRules.nullify;
import static io.summerbeam.transforms.mask.MaskRules.preserveFormat;
import static io.summerbeam.transforms.mask.MaskRules.scrub;
import static io.summerbeam.transforms.mask.MaskRules.shiftDays;
import static io.summerbeam.transforms.mask.MaskRules.tokenize;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.json.RowJson;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.sdk.window.Firings;
import io.summerbeam.sdk.window.Windows;
import io.summerbeam.transforms.aggregate.Aggregate;
import io.summerbeam.transforms.conform.Conform;
import io.summerbeam.transforms.conform.Mapping;
import io.summerbeam.transforms.dedup.DropDuplicates;
import io.summerbeam.transforms.dedup.DropDuplicatesApproximately;
import io.summerbeam.transforms.dedup.SplitDuplicates;
import io.summerbeam.transforms.enrich.Enrich;
import io.summerbeam.transforms.enrich.OnMiss;
import io.summerbeam.transforms.join.JoinWithin;
import io.summerbeam.transforms.mask.Buckets;
import io.summerbeam.transforms.mask.Mask;
import io.summerbeam.transforms.mask.PayloadPolicies;
import io.summerbeam.transforms.mask.Unmask;
import io.summerbeam.transforms.mask.fpe.Alphabet;
import io.summerbeam.transforms.mask.policy.MaskPolicy;
import io.summerbeam.transforms.mask.scrub.Detectors;
import io.summerbeam.transforms.route.Route;
import io.summerbeam.transforms.validate.Action;
import io.summerbeam.transforms.validate.Expectation;
import io.summerbeam.transforms.validate.Validate;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;

/** What every runner must do alike: a small pipeline and the exact lines it must give. */
enum ContractCase implements PortabilityCase {
  VALIDATE(
      "Validate",
      (input, dead) ->
          input.apply(
              Validate.records()
                  .expect("positive", "n > 0")
                  .expect("named", "key != 'b'")
                  .expect("small", "n", Long.class, n -> n < 100)
                  .withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"key\":\"c\",\"n\":7,\"m\":null}",
      "Validate expectation_failed {\"key\":\"b\",\"n\":-3,\"m\":2}",
      "Validate expectation_failed {\"key\":\"b\",\"n\":null,\"m\":2}"),
  VALIDATE_ACTIONS(
      "Validate, ready expectations and all actions",
      (input, dead) ->
          input.apply(
              Validate.records()
                  .expect(
                      Expectation.inRange("m", "0.5", 10)
                          .withName("m_plausible")
                          .orNull()
                          .onFailure(Action.WARN))
                  .expect(Expectation.notNull("n").withName("known").onFailure(Action.DROP))
                  .expect(Expectation.matches("key", "[ab]").withName("letter"))
                  .expect(Expectation.atLeast("n", 0).withName("positive").orNull())
                  .expect(Expectation.length("key", 1, 1).withName("short").onFailure(Action.FAIL))
                  .withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "Validate expectation_failed {\"key\":\"b\",\"n\":-3,\"m\":2}",
      "Validate expectation_failed {\"key\":\"c\",\"n\":7,\"m\":null}"),
  VALIDATE_UNIQUE(
      "Validate, unique keys",
      (input, dead) ->
          input.apply(
              Validate.records()
                  .expect(Expectation.unique("key", "n").withName("once"))
                  .withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2}",
      "{\"key\":\"b\",\"n\":null,\"m\":2}",
      "{\"key\":\"c\",\"n\":7,\"m\":null}",
      "Validate expectation_failed {\"key\":\"a\",\"n\":1,\"m\":1.50}"),
  VALIDATE_REFERENCES(
      "Validate, keys of a bounded table",
      (input, dead) ->
          input.apply(
              Validate.records()
                  .expect(
                      Expectation.references("key", ContractTables.names(input.getPipeline()), "id")
                          .withName("known"))
                  .withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2}",
      "{\"key\":\"b\",\"n\":null,\"m\":2}",
      "Validate expectation_failed {\"key\":\"c\",\"n\":7,\"m\":null}"),
  VALIDATE_MONOTONIC(
      "Validate, values that do not fall",
      (input, dead) ->
          input.apply(
              Validate.records()
                  .expect(Expectation.monotonic("n", "key").withName("in_order").orNull())
                  .withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2}",
      "{\"key\":\"b\",\"n\":null,\"m\":2}",
      "{\"key\":\"c\",\"n\":7,\"m\":null}",
      "Validate expectation_failed {\"key\":\"a\",\"n\":1,\"m\":1.50}"),
  STEPS(
      "Steps (row-level steps in one DoFn)",
      (input, dead) ->
          input.apply(
              Steps.of(
                      Validate.records().expect("known", "n != null").withStepName("Known"),
                      Validate.records().expect("positive", "n > 0").withStepName("Positive"))
                  .withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"key\":\"c\",\"n\":7,\"m\":null}",
      "Known expectation_failed {\"key\":\"b\",\"n\":null,\"m\":2}",
      "Positive expectation_failed {\"key\":\"b\",\"n\":-3,\"m\":2}"),
  CONFORM(
      "Conform",
      (input, dead) ->
          input.apply(
              Conform.to(
                      Schema.builder()
                          .addStringField("id")
                          .addByteField("n")
                          .addNullableField("total", FieldType.DECIMAL)
                          .addField("times", FieldType.array(FieldType.DATETIME))
                          .build())
                  .when(
                      "key == 'b'",
                      Mapping.byName()
                          .set("id", "key + '!'")
                          .set("total", "m * 2")
                          .set("times", "[timestamp('2001-01-01T00:00:00Z')]"))
                  .when(
                      "key == 'a'",
                      Mapping.byName()
                          .from("id", "key")
                          .from("total", "m")
                          .set("times", "[timestamp(n)]"))
                  .withDeadLetters(dead)),
      "{\"id\":\"a\",\"n\":1,\"total\":1.50,\"times\":[\"1970-01-01T00:00:01Z\"]}",
      "{\"id\":\"a\",\"n\":1,\"total\":1.50,\"times\":[\"1970-01-01T00:00:01Z\"]}",
      "{\"id\":\"a\",\"n\":2,\"total\":0.1,\"times\":[\"1970-01-01T00:00:02Z\"]}",
      "{\"id\":\"b!\",\"n\":-3,\"total\":4,\"times\":[\"2001-01-01T00:00:00Z\"]}",
      "Conform conform_failed {\"key\":\"b\",\"n\":null,\"m\":2}",
      "Conform conform_failed {\"key\":\"c\",\"n\":7,\"m\":null}"),
  ROUTE(
      "Route",
      (input, dead) -> {
        PCollectionRowTuple routes =
            input.apply(
                Route.records()
                    .to("exact", "12 / (n + 3) == 2")
                    .to("ones", "n == 1")
                    .to("a", "key == 'a'")
                    .otherwiseDeadLetter()
                    .withDeadLetters(dead));
        return PCollectionList.of(named("exact", routes))
            .and(named("ones", routes))
            .and(named("a", routes))
            .apply(Flatten.pCollections());
      },
      "{\"route\":\"ones\",\"key\":\"a\"}",
      "{\"route\":\"ones\",\"key\":\"a\"}",
      "{\"route\":\"exact\",\"key\":\"a\"}",
      "Route transform_failed {\"key\":\"b\",\"n\":-3,\"m\":2}",
      "Route unrouted {\"key\":\"b\",\"n\":null,\"m\":2}",
      "Route unrouted {\"key\":\"c\",\"n\":7,\"m\":null}"),
  MASK(
      "Mask",
      (input, dead) ->
          input.apply(
              Mask.fields(
                      hash("key", ContractKey.BYTES).withLength(8),
                      generalize("n", Buckets.startingAt(0, 2, 5)),
                      nullify("m"))
                  .withDeadLetters(dead)),
      "{\"key\":\"aa218772\",\"n\":0,\"m\":null}",
      "{\"key\":\"aa218772\",\"n\":0,\"m\":null}",
      "{\"key\":\"aa218772\",\"n\":2,\"m\":null}",
      "{\"key\":\"4f432c3a\",\"n\":null,\"m\":null}",
      "{\"key\":\"f8622cc4\",\"n\":5,\"m\":null}",
      "Mask transform_failed {\"key\":\"b\",\"n\":-3,\"m\":2}"),
  MASK_BY_POLICY(
      "Mask, by a policy",
      (input, dead) ->
          input.apply(
              MaskPolicy.parse(
                      """
                      version: 1
                      keys: { k: "env:NOT_HERE" }
                      fields:
                        key: { technique: hash, key: k, length: 8 }
                        m: nullify
                      """)
                  .withKey("k", ContractKey.BYTES)
                  .toMask(input.getSchema())
                  .withDeadLetters(dead)),
      "{\"key\":\"aa218772\",\"n\":1,\"m\":null}",
      "{\"key\":\"aa218772\",\"n\":1,\"m\":null}",
      "{\"key\":\"aa218772\",\"n\":2,\"m\":null}",
      "{\"key\":\"4f432c3a\",\"n\":-3,\"m\":null}",
      "{\"key\":\"4f432c3a\",\"n\":null,\"m\":null}",
      "{\"key\":\"f8622cc4\",\"n\":7,\"m\":null}"),
  UNMASK(
      "Unmask",
      (input, dead) ->
          input
              .apply(Mask.fields(tokenize("key", ContractKey.keyset())))
              .apply(Unmask.fields(tokenize("key", ContractKey.keyset())).withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2}",
      "{\"key\":\"b\",\"n\":null,\"m\":2}",
      "{\"key\":\"c\",\"n\":7,\"m\":null}"),
  MASK_TECHNIQUES(
      "Mask, more techniques, of which encrypt is unmasked",
      (input, dead) ->
          input
              .apply("Customers", ParDo.of(new CustomerFn()))
              .setRowSchema(CustomerFn.SCHEMA)
              .apply(
                  Mask.fields(
                          encrypt("name", ContractKey.randomizedKeyset()),
                          preserveFormat("card", ContractKey.BYTES, Alphabet.DIGITS).withLuhn(),
                          preserveFormat("number", ContractKey.BYTES, Alphabet.DIGITS),
                          shiftDays("born", 30, "key", ContractKey.BYTES),
                          scrub("note", Detectors.all()))
                      .withDeadLetters(dead))
              .apply(
                  Validate.records()
                      .expect("encrypted", "!name.contains('Anna')")
                      .withDeadLetters(dead))
              .apply(
                  Unmask.fields(encrypt("name", ContractKey.randomizedKeyset()))
                      .withDeadLetters(dead)),
      "{\"key\":\"a\",\"name\":\"Anna a\",\"card\":\"2535-6645 8074 3139\","
          + "\"number\":-3476762589,\"born\":\"1984-07-06T00:00:00Z\","
          + "\"note\":\"Call [PHONE], mail [EMAIL], password=[SECRET]\"}",
      "{\"key\":\"a\",\"name\":\"Anna a\",\"card\":\"2535-6645 8074 3139\","
          + "\"number\":-3476762589,\"born\":\"1984-07-06T00:00:00Z\","
          + "\"note\":\"Call [PHONE], mail [EMAIL], password=[SECRET]\"}",
      "{\"key\":\"a\",\"name\":\"Anna a\",\"card\":\"2535-6645 8074 3139\","
          + "\"number\":-9937213256,\"born\":\"1984-07-06T00:00:00Z\","
          + "\"note\":\"Call [PHONE], mail [EMAIL], password=[SECRET]\"}",
      "{\"key\":\"b\",\"name\":\"Anna b\",\"card\":\"2535-6645 8074 3139\","
          + "\"number\":-8621862465,\"born\":\"1984-05-28T00:00:00Z\","
          + "\"note\":\"Call [PHONE], mail [EMAIL], password=[SECRET]\"}",
      "{\"key\":\"c\",\"name\":\"Anna c\",\"card\":\"2535-6645 8074 3139\","
          + "\"number\":-8274445891,\"born\":\"1984-06-02T00:00:00Z\","
          + "\"note\":\"Call [PHONE], mail [EMAIL], password=[SECRET]\"}",
      "Mask transform_failed {\"key\":\"b\",\"name\":\"Anna"
          + " b\",\"card\":\"none\",\"number\":-4000000000,\"born\":\"1984-06-17T00:00:00Z\",\"note\":\"Call"
          + " +1 202-555-0143, mail b@example.com, password=a,b!null\"}"),
  MASK_DEAD_LETTERS(
      "Mask, in dead letters",
      PayloadPolicies.mask(
          hash("key", ContractKey.BYTES).withLength(8), generalize("n", Buckets.ofWidth(10))),
      (input, dead) ->
          input.apply(Validate.records().expect("positive", "n > 0").withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"key\":\"c\",\"n\":7,\"m\":null}",
      "Validate expectation_failed {\"key\":\"4f432c3a\",\"n\":\"[MASKED]\",\"m\":2}",
      "Validate expectation_failed {\"key\":\"4f432c3a\",\"n\":null,\"m\":2}"),
  DROP_DUPLICATES(
      "DropDuplicates",
      (input, dead) -> input.apply(DropDuplicates.byAllFields().within(Duration.ofDays(1))),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2}",
      "{\"key\":\"b\",\"n\":null,\"m\":2}",
      "{\"key\":\"c\",\"n\":7,\"m\":null}"),
  DROP_DUPLICATES_AND_OTHERS(
      "DropDuplicates, the duplicates as an output",
      (input, dead) ->
          keptAndOthers(
              input.apply(
                  DropDuplicates.byAllFields().within(Duration.ofDays(1)).keepingDuplicates())),
      "{\"output\":\"kept\",\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"output\":\"kept\",\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"output\":\"kept\",\"key\":\"b\",\"n\":-3,\"m\":2}",
      "{\"output\":\"kept\",\"key\":\"b\",\"n\":null,\"m\":2}",
      "{\"output\":\"kept\",\"key\":\"c\",\"n\":7,\"m\":null}",
      "{\"output\":\"others\",\"key\":\"a\",\"n\":1,\"m\":1.50}"),
  DROP_DUPLICATES_WINDOWED(
      "DropDuplicates in fixed windows",
      (input, dead) ->
          input
              .apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardHours(1))))
              .apply(DropDuplicates.by("key").within(Duration.ofDays(1)))
              .apply(Aggregate.globally().over(Windows.days(ZoneOffset.UTC)).count("kept")),
      // a in two hours and b in one; c long before them.
      "{\"window_start\":\"1969-12-31T00:00:00Z\",\"window_end\":\"1970-01-01T00:00:00Z\","
          + "\"kept\":1}",
      "{\"window_start\":\"2001-01-01T00:00:00Z\",\"window_end\":\"2001-01-02T00:00:00Z\","
          + "\"kept\":3}"),
  DROP_DUPLICATES_KEEPING_LAST(
      "DropDuplicates, the last is kept",
      (input, dead) ->
          input.apply(DropDuplicates.by("key").within(Duration.ofMinutes(90)).keepingLast()),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"b\",\"n\":null,\"m\":2}",
      "{\"key\":\"c\",\"n\":7,\"m\":null}"),
  DROP_DUPLICATES_KEEPING_LAST_AND_OTHERS(
      "DropDuplicates, the last is kept, the duplicates as an output",
      (input, dead) ->
          keptAndOthers(
              input.apply(
                  DropDuplicates.by("key")
                      .within(Duration.ofMinutes(90))
                      .keepingLast()
                      .keepingDuplicates())),
      "{\"output\":\"kept\",\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"output\":\"kept\",\"key\":\"b\",\"n\":null,\"m\":2}",
      "{\"output\":\"kept\",\"key\":\"c\",\"n\":7,\"m\":null}",
      "{\"output\":\"others\",\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"output\":\"others\",\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"output\":\"others\",\"key\":\"b\",\"n\":-3,\"m\":2}"),
  // Which of those before it are kept, too, goes by the order in which they come.
  DROP_DUPLICATES_KEEPING_UPDATES(
      "DropDuplicates, updates are kept, the last of them",
      (input, dead) ->
          input
              .apply(DropDuplicates.by("key").within(Duration.ofMinutes(90)).keepingUpdates())
              .apply(Aggregate.by("key").over(Windows.days(ZoneOffset.UTC)).last("m", "last")),
      "{\"key\":\"a\",\"window_start\":\"2001-01-01T00:00:00Z\","
          + "\"window_end\":\"2001-01-02T00:00:00Z\",\"last\":1.50}",
      "{\"key\":\"b\",\"window_start\":\"2001-01-01T00:00:00Z\","
          + "\"window_end\":\"2001-01-02T00:00:00Z\",\"last\":2}",
      "{\"key\":\"c\",\"window_start\":\"1969-12-31T00:00:00Z\","
          + "\"window_end\":\"1970-01-01T00:00:00Z\",\"last\":null}"),
  DROP_DUPLICATES_BY_ARRIVAL(
      "DropDuplicates by arrival",
      (input, dead) ->
          input.apply(DropDuplicates.byAllFields().withinProcessingTime(Duration.ofDays(1))),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2}",
      "{\"key\":\"b\",\"n\":null,\"m\":2}",
      "{\"key\":\"c\",\"n\":7,\"m\":null}"),
  DROP_DUPLICATES_BY_ARRIVAL_AND_OTHERS(
      "DropDuplicates by arrival, the duplicates as an output",
      (input, dead) ->
          keptAndOthers(
              input.apply(
                  DropDuplicates.byAllFields()
                      .withinProcessingTime(Duration.ofDays(1))
                      .keepingDuplicates())),
      "{\"output\":\"kept\",\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"output\":\"kept\",\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"output\":\"kept\",\"key\":\"b\",\"n\":-3,\"m\":2}",
      "{\"output\":\"kept\",\"key\":\"b\",\"n\":null,\"m\":2}",
      "{\"output\":\"kept\",\"key\":\"c\",\"n\":7,\"m\":null}",
      "{\"output\":\"others\",\"key\":\"a\",\"n\":1,\"m\":1.50}"),
  DROP_DUPLICATES_APPROXIMATELY(
      "DropDuplicatesApproximately",
      (input, dead) ->
          input.apply(
              DropDuplicatesApproximately.byAllFields().within(Duration.ofDays(1)).expecting(1000)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2}",
      "{\"key\":\"b\",\"n\":null,\"m\":2}",
      "{\"key\":\"c\",\"n\":7,\"m\":null}"),
  DROP_DUPLICATES_APPROXIMATELY_BY_ARRIVAL(
      "DropDuplicatesApproximately by arrival",
      (input, dead) ->
          input.apply(
              DropDuplicatesApproximately.byAllFields()
                  .withinProcessingTime(Duration.ofDays(1))
                  .expecting(1000)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2}",
      "{\"key\":\"b\",\"n\":null,\"m\":2}",
      "{\"key\":\"c\",\"n\":7,\"m\":null}"),
  ENRICH_FROM_TABLE(
      "Enrich from a bounded table",
      (input, dead) ->
          input.apply(
              Enrich.fromTable(ContractTables.names(input.getPipeline()))
                  .on("key", "id")
                  .take("name")
                  .withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anna\"}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anna\"}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1,\"name\":\"Anna\"}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2,\"name\":null}",
      "{\"key\":\"b\",\"n\":null,\"m\":2,\"name\":null}",
      "Enrich lookup_miss {\"key\":\"c\",\"n\":7,\"m\":null}"),
  ENRICH_KEEP_IN_WINDOWS(
      "Enrich, misses kept, in fixed windows",
      (input, dead) ->
          input
              .apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardHours(1))))
              .apply(
                  Enrich.fromTable(ContractTables.names(input.getPipeline()))
                      .on("key", "id")
                      .take("name")
                      .withOnMiss(OnMiss.KEEP)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anna\"}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anna\"}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1,\"name\":\"Anna\"}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2,\"name\":null}",
      "{\"key\":\"b\",\"n\":null,\"m\":2,\"name\":null}",
      "{\"key\":\"c\",\"n\":7,\"m\":null,\"name\":null}"),
  ENRICH_FROM_SNAPSHOT(
      "Enrich from a snapshot",
      (input, dead) ->
          input.apply(
              Enrich.fromSnapshot(new ContractTables.Names(), Duration.ofHours(1))
                  .on("key", "id")
                  .take("name")
                  .withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anna\"}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anna\"}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1,\"name\":\"Anna\"}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2,\"name\":null}",
      "{\"key\":\"b\",\"n\":null,\"m\":2,\"name\":null}",
      "Enrich lookup_miss {\"key\":\"c\",\"n\":7,\"m\":null}"),
  ENRICH_FROM_SNAPSHOT_AS_A_STEP(
      "Enrich from a snapshot, by an expression, as a step",
      (input, dead) ->
          input.apply(
              Steps.of(
                      Validate.records().expect("known", "n != null"),
                      Enrich.fromSnapshot(new ContractTables.Names(), Duration.ofHours(1))
                          .onExpression("n < 0 ? 'nobody' : key", "id")
                          .takeAs("who", "name"))
                  .withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"who\":{\"name\":\"Anna\"}}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"who\":{\"name\":\"Anna\"}}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1,\"who\":{\"name\":\"Anna\"}}",
      "Validate expectation_failed {\"key\":\"b\",\"n\":null,\"m\":2}",
      "Enrich lookup_miss {\"key\":\"b\",\"n\":-3,\"m\":2}",
      "Enrich lookup_miss {\"key\":\"c\",\"n\":7,\"m\":null}"),
  ENRICH_FROM_LOOKUP(
      "Enrich from a lookup",
      (input, dead) ->
          input.apply(
              Enrich.fromLookup(new ContractTables.NamesByKey("b"))
                  .on("key", "id")
                  .take("name")
                  .withCache(100, Duration.ofHours(1))
                  .withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anna\"}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anna\"}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1,\"name\":\"Anna\"}",
      "Enrich lookup_failed {\"key\":\"b\",\"n\":-3,\"m\":2}",
      "Enrich lookup_failed {\"key\":\"b\",\"n\":null,\"m\":2}",
      "Enrich lookup_miss {\"key\":\"c\",\"n\":7,\"m\":null}"),
  ENRICH_FROM_LOOKUP_IN_WINDOWS(
      "Enrich from a lookup, then counted in fixed windows",
      (input, dead) ->
          input
              .apply(
                  Enrich.fromLookup(new ContractTables.NamesByKey("nobody"))
                      .on("key", "id")
                      .take("name")
                      .withBatchSize(2)
                      .withOnMiss(OnMiss.KEEP))
              .apply(Aggregate.by("name").over(Windows.fixed(Duration.ofHours(12))).count("count")),
      "{\"name\":\"Anna\",\"window_start\":\"2001-01-01T00:00:00Z\","
          + "\"window_end\":\"2001-01-01T12:00:00Z\",\"count\":3}",
      "{\"name\":null,\"window_start\":\"1969-12-31T12:00:00Z\","
          + "\"window_end\":\"1970-01-01T00:00:00Z\",\"count\":1}",
      "{\"name\":null,\"window_start\":\"2001-01-01T12:00:00Z\","
          + "\"window_end\":\"2001-01-02T00:00:00Z\",\"count\":2}"),
  ENRICH_FROM_CHANGELOG(
      "Enrich from a changelog",
      (input, dead) ->
          input.apply(
              Enrich.fromChangelog(ContractTables.changes(input.getPipeline()))
                  .on("key", "id")
                  .take("name")
                  .withDeletes("gone")
                  .withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anna\"}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1,\"name\":\"Anna\"}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anne\"}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2,\"name\":\"Bob\"}",
      "Enrich lookup_miss {\"key\":\"b\",\"n\":null,\"m\":2}",
      "Enrich lookup_miss {\"key\":\"c\",\"n\":7,\"m\":null}"),
  ENRICH_FROM_CHANGELOG_IN_WINDOWS(
      "Enrich from a changelog, in windows",
      (input, dead) ->
          input.apply(
              Enrich.fromChangelog(ContractTables.changes(input.getPipeline()))
                  .on("key", "id")
                  .take("name")
                  .withDeletes("gone")
                  .withTtl(Duration.ofHours(12))
                  .inWindows(Duration.ofHours(1))
                  .withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anna\"}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1,\"name\":\"Anna\"}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"name\":\"Anne\"}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2,\"name\":\"Bob\"}",
      "Enrich lookup_miss {\"key\":\"b\",\"n\":null,\"m\":2}",
      "Enrich lookup_miss {\"key\":\"c\",\"n\":7,\"m\":null}"),
  JOIN_WITHIN(
      "JoinWithin, full",
      (input, dead) ->
          input.apply(
              JoinWithin.with(ContractTables.payments(input.getPipeline()))
                  .on("key", "id")
                  .within(Duration.ZERO, Duration.ofMinutes(30))
                  .full()),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"id\":\"a\",\"paid\":\"p1\"}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1,\"id\":null,\"paid\":null}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"id\":null,\"paid\":null}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2,\"id\":\"b\",\"paid\":\"p2\"}",
      "{\"key\":\"b\",\"n\":null,\"m\":2,\"id\":\"b\",\"paid\":\"p2\"}",
      "{\"key\":\"c\",\"n\":7,\"m\":null,\"id\":null,\"paid\":null}",
      "{\"key\":null,\"n\":null,\"m\":null,\"id\":\"b\",\"paid\":\"p3\"}"),
  JOIN_WITHIN_LEFT(
      "JoinWithin, left, what is taken as a row",
      (input, dead) ->
          input.apply(
              JoinWithin.with(ContractTables.payments(input.getPipeline()))
                  .onExpressions("key + '!'", "id + '!'")
                  .within(Duration.ZERO, Duration.ofMinutes(30))
                  .left()
                  .takeAs("payment", "paid")),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"payment\":{\"paid\":\"p1\"}}",
      "{\"key\":\"a\",\"n\":2,\"m\":0.1,\"payment\":null}",
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"payment\":null}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2,\"payment\":{\"paid\":\"p2\"}}",
      "{\"key\":\"b\",\"n\":null,\"m\":2,\"payment\":{\"paid\":\"p2\"}}",
      "{\"key\":\"c\",\"n\":7,\"m\":null,\"payment\":null}"),
  JOIN_WITHIN_DEAD_LETTERS(
      "JoinWithin, inner, the others are dead letters",
      (input, dead) ->
          input.apply(
              JoinWithin.with(ContractTables.payments(input.getPipeline()))
                  .on("key", "id")
                  .within(Duration.ZERO, Duration.ofMinutes(30))
                  .take("paid")
                  .withDeadLetters(dead)),
      "{\"key\":\"a\",\"n\":1,\"m\":1.50,\"paid\":\"p1\"}",
      "{\"key\":\"b\",\"n\":-3,\"m\":2,\"paid\":\"p2\"}",
      "{\"key\":\"b\",\"n\":null,\"m\":2,\"paid\":\"p2\"}",
      "JoinWithin lookup_miss {\"key\":\"a\",\"n\":2,\"m\":0.1}",
      "JoinWithin lookup_miss {\"key\":\"a\",\"n\":1,\"m\":1.50}",
      "JoinWithin lookup_miss {\"key\":\"c\",\"n\":7,\"m\":null}"),
  AGGREGATE(
      "Aggregate in fixed windows",
      (input, dead) ->
          input.apply(
              Aggregate.by("key")
                  .over(Windows.fixed(Duration.ofHours(1)))
                  .count("count")
                  .countIf("n > 1", "over")
                  .sum("n", "sum")
                  .mean("n", "mean")
                  .min("n", "min")
                  .max("m", "max")
                  .sum("m", "total")),
      "{\"key\":\"a\",\"window_start\":\"2001-01-01T00:00:00Z\","
          + "\"window_end\":\"2001-01-01T01:00:00Z\",\"count\":2,\"over\":1,\"sum\":3,"
          + "\"mean\":1.5,\"min\":1,\"max\":1.50,\"total\":1.60}",
      "{\"key\":\"a\",\"window_start\":\"2001-01-01T02:00:00Z\","
          + "\"window_end\":\"2001-01-01T03:00:00Z\",\"count\":1,\"over\":0,\"sum\":1,"
          + "\"mean\":1.0,\"min\":1,\"max\":1.50,\"total\":1.50}",
      "{\"key\":\"b\",\"window_start\":\"2001-01-01T23:00:00Z\","
          + "\"window_end\":\"2001-01-02T00:00:00Z\",\"count\":2,\"over\":0,\"sum\":-3,"
          + "\"mean\":-3.0,\"min\":-3,\"max\":2,\"total\":4}",
      "{\"key\":\"c\",\"window_start\":\"1969-12-31T23:00:00Z\","
          + "\"window_end\":\"1970-01-01T00:00:00Z\",\"count\":1,\"over\":1,\"sum\":7,"
          + "\"mean\":7.0,\"min\":7,\"max\":null,\"total\":null}"),
  AGGREGATE_CALENDAR_DAYS(
      "Aggregate in calendar days of a time zone",
      (input, dead) ->
          input.apply(
              Aggregate.globally().over(Windows.days(ZoneId.of("Europe/Berlin"))).count("count")),
      "{\"window_start\":\"1969-12-31T23:00:00Z\",\"window_end\":\"1970-01-01T23:00:00Z\","
          + "\"count\":1}",
      "{\"window_start\":\"2000-12-31T23:00:00Z\",\"window_end\":\"2001-01-01T23:00:00Z\","
          + "\"count\":3}",
      "{\"window_start\":\"2001-01-01T23:00:00Z\",\"window_end\":\"2001-01-02T23:00:00Z\","
          + "\"count\":2}"),
  AGGREGATE_SLIDING(
      "Aggregate in sliding windows",
      (input, dead) ->
          input.apply(
              Aggregate.by("key")
                  .over(Windows.sliding(Duration.ofHours(2), Duration.ofHours(1)))
                  .count("count")
                  .sum("n", "sum")),
      "{\"key\":\"a\",\"window_start\":\"2000-12-31T23:00:00Z\",\"window_end\":\"2001-01-01T01:00:00Z\",\"count\":2,\"sum\":3}",
      "{\"key\":\"a\",\"window_start\":\"2001-01-01T00:00:00Z\",\"window_end\":\"2001-01-01T02:00:00Z\",\"count\":2,\"sum\":3}",
      "{\"key\":\"a\",\"window_start\":\"2001-01-01T01:00:00Z\",\"window_end\":\"2001-01-01T03:00:00Z\",\"count\":1,\"sum\":1}",
      "{\"key\":\"a\",\"window_start\":\"2001-01-01T02:00:00Z\",\"window_end\":\"2001-01-01T04:00:00Z\",\"count\":1,\"sum\":1}",
      "{\"key\":\"b\",\"window_start\":\"2001-01-01T22:00:00Z\",\"window_end\":\"2001-01-02T00:00:00Z\",\"count\":2,\"sum\":-3}",
      "{\"key\":\"b\",\"window_start\":\"2001-01-01T23:00:00Z\",\"window_end\":\"2001-01-02T01:00:00Z\",\"count\":2,\"sum\":-3}",
      "{\"key\":\"c\",\"window_start\":\"1969-12-31T22:00:00Z\",\"window_end\":\"1970-01-01T00:00:00Z\",\"count\":1,\"sum\":7}",
      "{\"key\":\"c\",\"window_start\":\"1969-12-31T23:00:00Z\",\"window_end\":\"1970-01-01T01:00:00Z\",\"count\":1,\"sum\":7}"),
  AGGREGATE_SESSIONS(
      "Aggregate in sessions",
      (input, dead) ->
          input.apply(
              Aggregate.by("key")
                  .over(Windows.sessions(Duration.ofHours(1)))
                  .count("count")
                  .sum("n", "sum")),
      "{\"key\":\"a\",\"window_start\":\"2001-01-01T00:00:00Z\",\"window_end\":\"2001-01-01T01:59:59.999Z\",\"count\":2,\"sum\":3}",
      "{\"key\":\"a\",\"window_start\":\"2001-01-01T02:00:00Z\",\"window_end\":\"2001-01-01T03:00:00Z\",\"count\":1,\"sum\":1}",
      "{\"key\":\"b\",\"window_start\":\"2001-01-01T23:00:00Z\",\"window_end\":\"2001-01-02T00:30:00Z\",\"count\":2,\"sum\":-3}",
      "{\"key\":\"c\",\"window_start\":\"1969-12-31T23:59:00Z\",\"window_end\":\"1970-01-01T00:59:00Z\",\"count\":1,\"sum\":7}"),
  AGGREGATE_CALENDAR_WEEKS(
      "Aggregate in calendar weeks",
      (input, dead) ->
          input.apply(Aggregate.globally().over(Windows.weeks(ZoneOffset.UTC)).count("count")),
      "{\"window_start\":\"1969-12-29T00:00:00Z\",\"window_end\":\"1970-01-05T00:00:00Z\",\"count\":1}",
      "{\"window_start\":\"2001-01-01T00:00:00Z\",\"window_end\":\"2001-01-08T00:00:00Z\",\"count\":5}"),
  AGGREGATE_CALENDAR_MONTHS(
      "Aggregate in calendar months of a time zone",
      (input, dead) ->
          input.apply(
              Aggregate.globally()
                  .over(Windows.months(ZoneId.of("America/New_York")))
                  .count("count")),
      "{\"window_start\":\"1969-12-01T05:00:00Z\",\"window_end\":\"1970-01-01T05:00:00Z\",\"count\":1}",
      "{\"window_start\":\"2000-12-01T05:00:00Z\",\"window_end\":\"2001-01-01T05:00:00Z\",\"count\":3}",
      "{\"window_start\":\"2001-01-01T05:00:00Z\",\"window_end\":\"2001-02-01T05:00:00Z\",\"count\":2}"),
  AGGREGATE_FUNCTIONS(
      "Aggregate, more functions",
      (input, dead) ->
          input.apply(
              Aggregate.globally()
                  .over(Windows.days(ZoneOffset.UTC))
                  .countDistinct("n", "distinct")
                  .ratio("n > 0", "positive")
                  .any("n > 1", "any")
                  .all("m != null", "all")
                  .ratioOfSums("n", "n", "one")
                  .variance("n", "variance")
                  .populationStddev("n", "stddev")
                  .quantiles("n", List.of(0.0, 0.5, 1.0), "quantiles")
                  .first("m", "first")
                  .last("key", "last")
                  .minBy("key", "n", "least")
                  .top(2, "n", "top")
                  .collect("n", 3, "collected")
                  .mostFrequent(1, "key", "frequent")
                  .combine("n", Sum.ofLongs(), FieldType.INT64, "own")),
      "{\"window_start\":\"1969-12-31T00:00:00Z\","
          + "\"window_end\":\"1970-01-01T00:00:00Z\",\"distinct\":1,\"positive\":1.0,"
          + "\"any\":true,\"all\":false,\"one\":1.0,\"variance\":null,\"stddev\":0.0,"
          + "\"quantiles\":[7.0,7.0,7.0],\"first\":null,\"last\":\"c\",\"least\":\"c\","
          + "\"top\":[7],\"collected\":[7],\"frequent\":[{\"value\":\"c\",\"count\":1}],"
          + "\"own\":7}",
      "{\"window_start\":\"2001-01-01T00:00:00Z\","
          + "\"window_end\":\"2001-01-02T00:00:00Z\",\"distinct\":3,\"positive\":0.6,"
          + "\"any\":true,\"all\":true,\"one\":1.0,\"variance\":4.916666666666667,"
          + "\"stddev\":1.920286436967152,\"quantiles\":[-3.0,1.0,2.0],\"first\":1.50,"
          + "\"last\":\"b\",\"least\":\"b\",\"top\":[2,1],\"collected\":[1,2,1],"
          + "\"frequent\":[{\"value\":\"a\",\"count\":3}],\"own\":1}"),
  AGGREGATE_HOT_KEYS(
      "Aggregate, hot keys in parts",
      (input, dead) ->
          input.apply(
              Aggregate.by("key")
                  .over(Windows.fixed(Duration.ofHours(1)))
                  .withHotKeyFanout(3)
                  .count("count")
                  .mean("n", "mean")
                  .max("m", "max")
                  .sum("m", "total")),
      "{\"key\":\"a\",\"window_start\":\"2001-01-01T00:00:00Z\","
          + "\"window_end\":\"2001-01-01T01:00:00Z\",\"count\":2,\"mean\":1.5,\"max\":1.50,"
          + "\"total\":1.60}",
      "{\"key\":\"a\",\"window_start\":\"2001-01-01T02:00:00Z\","
          + "\"window_end\":\"2001-01-01T03:00:00Z\",\"count\":1,\"mean\":1.0,\"max\":1.50,"
          + "\"total\":1.50}",
      "{\"key\":\"b\",\"window_start\":\"2001-01-01T23:00:00Z\","
          + "\"window_end\":\"2001-01-02T00:00:00Z\",\"count\":2,\"mean\":-3.0,\"max\":2,"
          + "\"total\":4}",
      "{\"key\":\"c\",\"window_start\":\"1969-12-31T23:00:00Z\","
          + "\"window_end\":\"1970-01-01T00:00:00Z\",\"count\":1,\"mean\":7.0,\"max\":null,"
          + "\"total\":null}"),
  AGGREGATE_LATENESS(
      "Aggregate with allowed lateness and late firings",
      (input, dead) ->
          input.apply(
              Aggregate.by("key")
                  .over(Windows.fixed(Duration.ofDays(1)))
                  .withAllowedLateness(Duration.ofHours(1))
                  .withFirings(Firings.onTime().lateEach())
                  .count("count")),
      "{\"key\":\"a\",\"window_start\":\"2001-01-01T00:00:00Z\",\"window_end\":\"2001-01-02T00:00:00Z\",\"count\":3}",
      "{\"key\":\"b\",\"window_start\":\"2001-01-01T00:00:00Z\",\"window_end\":\"2001-01-02T00:00:00Z\",\"count\":2}",
      "{\"key\":\"c\",\"window_start\":\"1969-12-31T00:00:00Z\",\"window_end\":\"1970-01-01T00:00:00Z\",\"count\":1}"),
  // How often it fires early is for the runner to say; not what the last row is.
  AGGREGATE_EARLY(
      "Aggregate with early firings, the final row",
      (input, dead) ->
          input
              .apply(
                  Aggregate.by("key")
                      .over(Windows.fixed(Duration.ofDays(1)))
                      .withFirings(Firings.onTime().earlyAfter(1))
                      .withPane()
                      .count("count"))
              .apply(
                  Validate.records()
                      .expect(
                          Expectation.that("pane.is_final")
                              .withName("final")
                              .onFailure(Action.DROP)))
              .apply(
                  Conform.to(
                      Schema.builder()
                          .addStringField("key")
                          .addInt64Field("count")
                          .addStringField("timing")
                          .build(),
                      Mapping.byName().set("timing", "pane.timing"))),
      "{\"key\":\"a\",\"count\":3,\"timing\":\"on_time\"}",
      "{\"key\":\"b\",\"count\":2,\"timing\":\"on_time\"}",
      "{\"key\":\"c\",\"count\":1,\"timing\":\"on_time\"}"),
  AGGREGATE_LATE_DATA(
      "Aggregate with late data as an output",
      (input, dead) ->
          input.apply(
              Aggregate.by("key")
                  .over(Windows.fixed(Duration.ofDays(1)))
                  .count("count")
                  .sum("n", "sum")
                  .withLateData(dead)),
      "{\"key\":\"a\",\"window_start\":\"2001-01-01T00:00:00Z\",\"window_end\":\"2001-01-02T00:00:00Z\",\"count\":3,\"sum\":4}",
      "{\"key\":\"b\",\"window_start\":\"2001-01-01T00:00:00Z\",\"window_end\":\"2001-01-02T00:00:00Z\",\"count\":2,\"sum\":-3}",
      "{\"key\":\"c\",\"window_start\":\"1969-12-31T00:00:00Z\",\"window_end\":\"1970-01-01T00:00:00Z\",\"count\":1,\"sum\":7}");

  private static final int IN_A_PIPELINE = 6;

  static final Schema INPUT =
      Schema.builder()
          .addStringField("key")
          .addNullableField("n", FieldType.INT64)
          .addNullableField("m", FieldType.DECIMAL)
          .build();

  private final String title;
  private final List<String> expected;

  /** What dead letters may hold. */
  private final PayloadPolicy payloadPolicy;

  private final BiFunction<PCollection<Row>, DeadLetters, PCollection<Row>> transform;

  ContractCase(
      String title,
      BiFunction<PCollection<Row>, DeadLetters, PCollection<Row>> transform,
      String... expected) {
    this(title, PayloadPolicy.keep(), transform, expected);
  }

  ContractCase(
      String title,
      PayloadPolicy payloadPolicy,
      BiFunction<PCollection<Row>, DeadLetters, PCollection<Row>> transform,
      String... expected) {
    this.title = title;
    this.payloadPolicy = payloadPolicy;
    this.transform = transform;
    this.expected = List.of(expected).stream().sorted().toList();
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public List<String> expected() {
    return expected;
  }

  /** The records that each case gets. */
  static List<TimestampedValue<Row>> records() {
    return List.of(
        at("2001-01-01T00:00:00Z", "a", 1L, "1.50"),
        at("2001-01-01T00:59:59.999Z", "a", 2L, "0.1"),
        at("2001-01-01T02:00:00Z", "a", 1L, "1.50"),
        at("2001-01-01T23:00:00Z", "b", -3L, "2"),
        at("2001-01-01T23:30:00Z", "b", null, "2"),
        at("1969-12-31T23:59:00Z", "c", 7L, null));
  }

  /** So few that a runner can have them in one pipeline, each of which takes seconds to start. */
  static <T> List<List<T>> pipelines(Collection<T> cases) {
    List<T> all = List.copyOf(cases);
    return IntStream.iterate(0, from -> from < all.size(), from -> from + IN_A_PIPELINE)
        .mapToObj(from -> all.subList(from, Math.min(from + IN_A_PIPELINE, all.size())))
        .toList();
  }

  /** The records, bounded. */
  static PCollection<Row> bounded(Pipeline pipeline) {
    return pipeline
        .apply("Input", Create.timestamped(records()).withCoder(RowCoder.of(INPUT)))
        .setRowSchema(INPUT);
  }

  /**
   * Applies it, under its name, as there are several in a pipeline; a row gives a line of JSON, a
   * dead letter its step, reason and payload. On a stream the two do not have the same triggers.
   */
  PCollectionList<String> build(PCollection<Row> input) {
    return input.apply(name(), PTransform.compose(this::lines));
  }

  private PCollectionList<String> lines(PCollection<Row> input) {
    Pipeline pipeline = input.getPipeline();
    DeadLetters dead = DeadLetters.in(pipeline).withPayloadPolicy(payloadPolicy).collect();
    PCollection<Row> out;
    try (dead) {
      out = transform.apply(input, dead);
    }
    PCollection<String> lines =
        out.apply(
                "Global",
                Window.<Row>into(new GlobalWindows())
                    .triggering(DefaultTrigger.of())
                    .withAllowedLateness(org.joda.time.Duration.ZERO)
                    .discardingFiredPanes())
            .apply(
                "Lines",
                MapElements.into(TypeDescriptors.strings())
                    .via(row -> text(RowJson.toBytesLenient(row))));
    PCollection<String> letters =
        dead.collection()
            .apply(
                "DeadLines",
                MapElements.into(TypeDescriptors.strings()).via(ContractCase::describe));
    return PCollectionList.of(lines).and(letters);
  }

  /** Both outputs, with a first field that says which one a record is in. */
  static PCollection<Row> keptAndOthers(PCollectionTuple split) {
    return PCollectionList.of(labelled("kept", split.get(SplitDuplicates.FIRST)))
        .and(labelled("others", split.get(SplitDuplicates.OTHERS)))
        .apply(Flatten.pCollections());
  }

  private static PCollection<Row> labelled(String output, PCollection<Row> rows) {
    return rows.apply(
        "Label " + output,
        Conform.to(
            Schema.builder().addStringField("output").addFields(INPUT.getFields()).build(),
            Mapping.byName().withDefault("output", output)));
  }

  private static PCollection<Row> named(String route, PCollectionRowTuple routes) {
    return routes
        .get(route)
        .apply(
            "Name " + route,
            Conform.to(
                Schema.builder().addStringField("route").addStringField("key").build(),
                Mapping.byName().withDefault("route", route)));
  }

  private static TimestampedValue<Row> at(String time, String key, Long n, String m) {
    return TimestampedValue.of(
        Row.withSchema(INPUT).addValues(key, n, m == null ? null : new BigDecimal(m)).build(),
        Instant.parse(time));
  }

  /** A dead letter as a line. */
  static String describe(DeadLetter letter) {
    return letter.step() + " " + letter.reason() + " " + text(letter.payload());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
