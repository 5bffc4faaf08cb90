package io.summerbeam.sdk.failure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.sameInstance;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.window.Windows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.junit.Rule;
import org.junit.Test;

public class DeadLettersTest {

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void errorThreshold_lettersOfAllSteps_stopThePipeline() {
    DeadLetters dead =
        DeadLetters.in(pipeline)
            .withErrorThreshold(ErrorThreshold.count(2).within(java.time.Duration.ofHours(1)))
            .collect();
    try (dead) {
      for (int i = 0; i < 3; i++) {
        dead.addErrorCollection(
            pipeline.apply(
                "Letters" + i,
                Create.of(
                        dead.factory("Step" + i)
                            .ofBytes(
                                new byte[] {(byte) i},
                                "raw",
                                null,
                                null,
                                null,
                                Failure.of(Reason.MALFORMED, "it is")))
                    .withCoder(DeadLetter.coder())));
      }
    }
    assertThat(
        assertThrows(
                Pipeline.PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
            .getMessage(),
        containsString("DeadLetters: more than 2 records failed within PT1H: 3 of 3, from "));
  }

  @Test
  public void errorThreshold_ofRecordsThatAHandlerDoesNotSee_isRefused() {
    for (ErrorThreshold threshold :
        List.of(
            ErrorThreshold.ratio(0.05),
            ErrorThreshold.count(1).over(Windows.fixed(java.time.Duration.ofMinutes(1))))) {
      assertThat(
          assertThrows(
                  IllegalArgumentException.class,
                  () -> DeadLetters.in(pipeline).withErrorThreshold(threshold))
              .getMessage(),
          containsString("DeadLetters.withErrorThreshold() takes a number of letters"));
    }
  }

  @Test
  public void run_handlerNeverClosed_isRefused() {
    DeadLetters.in(pipeline).collect();
    pipeline.apply(Create.of("a"));
    assertThrows(IllegalStateException.class, pipeline::run);
  }

  @Test
  public void collection_errorsOfDifferentWindows_areAllThere() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      PCollection<String> input = pipeline.apply(Create.of("a"));
      dead.addErrorCollection(failing(input, "Global", dead));
      dead.addErrorCollection(
          failing(
              input.apply("F", Window.into(FixedWindows.of(Duration.standardDays(1)))),
              "Fixed",
              dead));
      dead.addErrorCollection(
          failing(
              input.apply("S", Window.into(Sessions.withGapDuration(Duration.millis(1)))),
              "Session",
              dead));
    }

    PAssert.that(steps(dead)).containsInAnyOrder("Global", "Fixed", "Session");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void collection_unboundedInput_isNotHeldBackByTheWatermark() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      PCollection<String> unbounded =
          pipeline.apply(
              TestStream.create(StringUtf8Coder.of())
                  .addElements("a")
                  .advanceProcessingTime(Duration.standardMinutes(1))
                  .addElements("b")
                  .advanceProcessingTime(Duration.standardMinutes(1))
                  .advanceWatermarkToInfinity());
      dead.addErrorCollection(failing(unbounded, "Unbounded", dead));
      dead.addErrorCollection(failing(pipeline.apply(Create.of("c")), "Bounded", dead));
    }

    // What a sink that groups gets: each dead letter once, and before the watermark moves.
    PCollection<String> grouped =
        payloads(dead)
            .apply(WithKeys.of("all"))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
            .apply(GroupByKey.create())
            .apply(Values.create())
            .apply(Flatten.iterables());
    PAssert.that(grouped).inEarlyGlobalWindowPanes().containsInAnyOrder("a", "b", "c");
    PAssert.that(grouped).containsInAnyOrder("a", "b", "c");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void twoHandlers_ofDifferentNames_haveTheirOwnPartsOfThePipeline() {
    DeadLetters first = DeadLetters.in(pipeline).writeTo(new Sink());
    DeadLetters second = DeadLetters.in(pipeline).withName("Other").writeTo(new Sink());
    try (first;
        second) {
      first.addErrorCollection(failing(pipeline.apply("A", Create.of("a")), "One", first));
      second.addErrorCollection(failing(pipeline.apply("B", Create.of("b")), "Two", second));
    }

    PAssert.that((PCollection<String>) first.getOutput()).containsInAnyOrder("One");
    PAssert.that((PCollection<String>) second.getOutput()).containsInAnyOrder("Two");
    // The pipeline of a test refuses two transforms of one name.
    pipeline.run().waitUntilFinish();
    assertThat(second.collection().getName(), startsWith("Other/"));
    assertThat(((PCollection<?>) second.getOutput()).getName(), startsWith("WriteOther/"));
  }

  @Test
  public void withName_blank_isRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> DeadLetters.in(pipeline).withName(" "))
            .getMessage(),
        equalTo("withName() must not be blank, but was: ' '"));
  }

  @Test
  public void withPayloadPolicy_drop_isAppliedToAll() {
    DeadLetters dead = DeadLetters.in(pipeline).withPayloadPolicy(PayloadPolicy.drop()).collect();
    try (dead) {
      dead.addErrorCollection(failing(pipeline.apply(Create.of("a")), "One", dead));
    }

    PAssert.that(payloads(dead)).containsInAnyOrder("null");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void withStackTraces_frames_areInTheEnvelope() {
    DeadLetters dead = DeadLetters.in(pipeline).withStackTraces(2).collect();
    dead.close();
    DeadLetter letter =
        dead.factory("One")
            .ofBytes(
                null,
                null,
                null,
                null,
                null,
                Failure.of(Reason.MALFORMED, "bad", new IllegalStateException()));
    assertThat(letter.stackTrace().lines().count(), equalTo(3L));
  }

  @Test
  public void close_noBadRecords_logsNothing() {
    List<String> logged = new ArrayList<>();
    Logger beam = Logger.getLogger("org.apache.beam.sdk.transforms.errorhandling");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            logged.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    beam.addHandler(handler);
    try {
      DeadLetters.in(pipeline).collect().close();
    } finally {
      beam.removeHandler(handler);
    }
    assertThat(logged, equalTo(List.of()));
  }

  @Test
  public void badRecords_ofBeamsTransforms_endInTheSamePlace() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    try (dead) {
      PCollection<BadRecord> bad =
          pipeline
              .apply(Create.of("payload"))
              .apply("F", Window.into(FixedWindows.of(Duration.standardDays(1))))
              .apply("Reject", ParDo.of(new Rejecting()))
              .setCoder(BadRecord.getCoder(pipeline));
      dead.badRecords().addErrorCollection(bad);
      dead.addErrorCollection(failing(pipeline.apply("Ours", Create.of("a")), "Failing", dead));
    }

    PAssert.that(
            dead.collection()
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via(
                            letter ->
                                letter.step()
                                    + " "
                                    + letter.reason()
                                    + " "
                                    + letter.errorClass()
                                    + " "
                                    + new String(letter.payload(), StandardCharsets.UTF_8))))
        .containsInAnyOrder(
            "Reject transform_failed java.lang.IllegalArgumentException payload",
            "Failing malformed null a");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void writeTo_sink_getsAllAndItsOutputIsGiven() {
    Sink sink = new Sink();
    DeadLetters dead = DeadLetters.in(pipeline).writeTo(sink);
    try (dead) {
      dead.addErrorCollection(failing(pipeline.apply(Create.of("a")), "One", dead));
    }

    PAssert.that((PCollection<String>) dead.getOutput()).containsInAnyOrder("One");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void noErrors_collectionIsEmpty() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    dead.close();
    PAssert.that(dead.collection()).empty();
    assertThat(dead.getOutput(), sameInstance(dead.collection()));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void addErrorCollection_afterClose_saysWhatToDo() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    dead.close();
    PCollection<DeadLetter> errors = failing(pipeline.apply(Create.of("a")), "One", dead);
    assertThat(
        assertThrows(IllegalStateException.class, () -> dead.addErrorCollection(errors))
            .getMessage(),
        containsString("inside the try-with-resources block"));
  }

  @Test
  public void collection_beforeClose_saysWhatToDo() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    assertThat(
        assertThrows(IllegalStateException.class, dead::collection).getMessage(),
        containsString("after the try-with-resources block"));
  }

  @Test
  public void withStackTraces_notPositive_isRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> DeadLetters.in(pipeline).withStackTraces(0))
            .getMessage(),
        equalTo("withStackTraces() must be given a positive number of frames, but was: 0"));
  }

  private static PCollection<DeadLetter> failing(
      PCollection<String> input, String step, DeadLetters dead) {
    return input.apply(step, ParDo.of(new Failing(dead.factory(step))));
  }

  private static PCollection<String> payloads(DeadLetters dead) {
    return dead.collection()
        .apply(
            MapElements.into(TypeDescriptors.strings())
                .via(
                    letter ->
                        letter.payload() == null
                            ? "null"
                            : new String(letter.payload(), StandardCharsets.UTF_8)));
  }

  private static PCollection<String> steps(DeadLetters dead) {
    return dead.collection()
        .apply(MapElements.into(TypeDescriptors.strings()).via(DeadLetter::step));
  }

  private static final class Failing extends DoFn<String, DeadLetter> {
    private final DeadLetterFactory factory;

    Failing(DeadLetterFactory factory) {
      this.factory = factory;
    }

    @ProcessElement
    public void process(
        @Element String text, BoundedWindow window, OutputReceiver<DeadLetter> out) {
      out.output(
          factory.ofBytes(
              text.getBytes(StandardCharsets.UTF_8),
              "text",
              null,
              null,
              window,
              Failure.of(Reason.MALFORMED, "bad")));
    }
  }

  private static final class Rejecting extends DoFn<String, BadRecord> {
    @ProcessElement
    public void process(@Element String text, OutputReceiver<BadRecord> out) throws Exception {
      out.output(
          BadRecord.fromExceptionInformation(
              text, StringUtf8Coder.of(), new IllegalArgumentException("no"), "rejected"));
    }
  }

  private static final class Sink extends PTransform<PCollection<DeadLetter>, PCollection<String>> {
    @Override
    public PCollection<String> expand(PCollection<DeadLetter> letters) {
      return letters.apply(MapElements.into(TypeDescriptors.strings()).via(DeadLetter::step));
    }
  }
}
