package io.summerbeam.sdk.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The handler that the dead letters of a pipeline go to. It is opened around the transforms that
 * use it and closed before the pipeline runs:
 *
 * <pre>{@code
 * try (DeadLetters dead = DeadLetters.in(pipeline).writeTo(FileDeadLetters.to(directory))) {
 *   pipeline
 *       .apply(FileRows.read(files).withSchema(schema).withDeadLetters(dead))
 *       .apply(Validate.records().expect("distance_positive", "distance > 0").withDeadLetters(dead));
 * }
 * pipeline.run();
 * }</pre>
 *
 * <p>It is a Beam {@link ErrorHandler}, and {@link #badRecords} is one for Beam's own IOs, whose
 * bad records end in the same place. A pipeline with a handler that was not closed is refused by
 * {@code pipeline.run()}.
 *
 * <p><b>Windows and timestamps.</b> Error collections may have any windowing. Each is put into the
 * global window, with a processing-time trigger where it is unbounded, so that a dead letter is
 * never late itself; it keeps the timestamp of its record.
 *
 * <p><b>Delivery.</b> That of the runner between a step and a sink. Where the runner delivers at
 * least once, the same failure has the same {@link DeadLetter#id}.
 *
 * <p><b>Names of steps.</b> Beware: the id knows a step by its name alone. It has neither the name
 * of the pipeline, which may be another one at each start, nor that of the servers. Where two steps
 * of one name refuse the same record for the same reason, both letters have one id: a table keeps
 * one row of them, and a replay takes the second for a copy. So it is with two sinks of one stream
 * that have their default names, and with two pipelines that read one topic and write their letters
 * into one table. Give such steps names of their own ({@code withStepName}), or each pipeline a
 * table, topic or folder of its own. A name that is used twice is not refused here: reads of
 * different topics, and steps of which the later one sees only what the earlier one let through, do
 * share one rightly.
 *
 * <p><b>Runners.</b> All; it adds a ParDo, a Flatten and the sink.
 */
public final class DeadLetters implements ErrorHandler<DeadLetter, POutput> {

  private static final long serialVersionUID = 1;

  /** The default name of the handler's part of the pipeline. */
  public static final String DEFAULT_NAME = "DeadLetters";

  // Behind the name of the transform that rejects: its ParDo, or the output.
  private static final Pattern OUTPUT = Pattern.compile("(?:/ParMultiDo\\(.*|\\.[^./]*)$");

  // Pipelines and collections are not serializable; a handler is only because Beam asks for it.
  private final transient Pipeline pipeline;
  private final transient @Nullable PTransform<PCollection<DeadLetter>, ? extends POutput> sink;
  private final transient ErrorHandler<BadRecord, ?> openMark;
  private final transient List<PCollection<DeadLetter>> collections = new ArrayList<>();
  private final String name;
  private final PayloadPolicy policy;
  private final int stackFrames;
  private final @Nullable ErrorThreshold threshold;
  private boolean closed;
  private transient @Nullable PCollection<DeadLetter> all;
  private transient @Nullable POutput output;

  private DeadLetters(
      Builder builder, @Nullable PTransform<PCollection<DeadLetter>, ? extends POutput> sink) {
    this.pipeline = builder.pipeline;
    this.name = builder.name;
    this.policy = builder.policy;
    this.stackFrames = builder.stackFrames;
    this.threshold = builder.threshold;
    this.sink = sink;
    // Beam refuses to run a pipeline in which a handler registered this way is still open. That is
    // all it is for: bad records come by badRecords(), where their windowing can be seen to.
    this.openMark = pipeline.registerBadRecordErrorHandler(new Nothing());
  }

  /** Starts a handler for a pipeline. */
  public static Builder in(Pipeline pipeline) {
    return new Builder(pipeline);
  }

  /**
   * What the DoFn of a step holds to make its dead letters.
   *
   * @param step its name, which other steps that may refuse the same records should not have
   */
  public DeadLetterFactory factory(String step) {
    return new DeadLetterFactory(pipeline.getOptions().getJobName(), step, policy, stackFrames);
  }

  @Override
  public void addErrorCollection(PCollection<DeadLetter> errors) {
    if (closed) {
      throw new IllegalStateException(
          "These DeadLetters are closed. Apply the transforms that use them inside the"
              + " try-with-resources block.");
    }
    errors.setCoder(DeadLetter.coder());
    collections.add(errors);
  }

  /** Whether the letters hold all of the data ({@link PayloadPolicy#keep}). */
  public boolean keepsAll() {
    return policy.keepsAll();
  }

  /**
   * The handler for Beam's own transforms: {@code withBadRecordErrorHandler(dead.badRecords())}.
   */
  public ErrorHandler<BadRecord, ?> badRecords() {
    return new BadRecordHandler(this);
  }

  /** All dead letters; to be had after {@link #close}, and what {@code PAssert} is given. */
  public PCollection<DeadLetter> collection() {
    if (all == null) {
      throw new IllegalStateException(
          "The dead letters are complete only after close(). Ask for them after the"
              + " try-with-resources block.");
    }
    return all;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public @Nullable POutput getOutput() {
    if (!closed) {
      throw new IllegalStateException("The output is there only after close().");
    }
    return output;
  }

  @Override
  public void close() {
    if (closed) {
      throw new IllegalStateException("These DeadLetters are already closed.");
    }
    closed = true;
    PCollectionList<DeadLetter> errors = PCollectionList.empty(pipeline);
    for (PCollection<DeadLetter> collection : collections) {
      errors = errors.and(collection);
    }
    PCollection<DeadLetter> letters = errors.apply(name, new Together(openMark));
    all = letters;
    ErrorThreshold limit = threshold;
    if (limit != null) {
      letters
          .apply(
              name + "Threshold/Count",
              ParDo.of(new CountLettersFn(limit, name))
                  .withOutputTags(CountLettersFn.NONE, TupleTagList.of(CountLettersFn.COUNTS)))
          .get(CountLettersFn.COUNTS)
          .setCoder(ErrorCount.coder())
          .apply(name + "Threshold/Check", limit.check(name));
    }
    output = sink == null ? letters : letters.apply("Write" + name, sink);
  }

  /** Settings of a handler; ends with {@link #writeTo} or {@link #collect}. */
  public static final class Builder {

    private final Pipeline pipeline;
    private String name = DEFAULT_NAME;
    private PayloadPolicy policy = PayloadPolicy.keep();
    private int stackFrames;
    private @Nullable ErrorThreshold threshold;

    private Builder(Pipeline pipeline) {
      this.pipeline = pipeline;
    }

    /**
     * The name of the handler's part of the pipeline; the sink's is the same with {@code Write}
     * before it. A second handler of a pipeline needs one of its own. Default: {@value
     * #DEFAULT_NAME}.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder withName(String name) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("withName() must not be blank, but was: '" + name + "'");
      }
      this.name = name;
      return this;
    }

    /** What dead letters may hold of the data. Default: {@link PayloadPolicy#keep}. */
    public Builder withPayloadPolicy(PayloadPolicy policy) {
      this.policy = policy;
      return this;
    }

    /**
     * Puts the innermost frames of an exception's stack trace into the envelope, with the classes
     * of its causes; what it says is there only where the policy keeps it. Default: none; they are
     * not built then.
     *
     * @throws IllegalArgumentException if {@code frames} is not positive
     */
    public Builder withStackTraces(int frames) {
      if (frames < 1) {
        throw new IllegalArgumentException(
            "withStackTraces() must be given a positive number of frames, but was: " + frames);
      }
      this.stackFrames = frames;
      return this;
    }

    /**
     * Stops the pipeline when more letters than this come in, of all its steps together: before a
     * deployment that has gone wrong drains a topic into them. The letters that have come are
     * written, as far as the runner has got with them.
     *
     * <pre>{@code
     * withErrorThreshold(ErrorThreshold.count(1_000).within(Duration.ofMinutes(1)))
     * }</pre>
     *
     * <p>Default: there is no limit.
     *
     * @throws IllegalArgumentException if it is a ratio, because a handler does not see the records
     *     that did not fail, or is of windows of event time, for which a letter may be too late
     */
    public Builder withErrorThreshold(ErrorThreshold threshold) {
      if (threshold.maxRatio() != null || threshold.windows() != null) {
        throw new IllegalArgumentException(
            "DeadLetters.withErrorThreshold() takes a number of letters, in all of a bounded input"
                + " or by the clock: ErrorThreshold.count(1_000).within(Duration.ofMinutes(1))."
                + " A ratio, or windows of event time, are given to a step that sees all records:"
                + " Validate and Steps have withErrorThreshold().");
      }
      this.threshold = threshold;
      return this;
    }

    /** Opens the handler; all dead letters go to {@code sink}. */
    public DeadLetters writeTo(PTransform<PCollection<DeadLetter>, ? extends POutput> sink) {
      return new DeadLetters(this, sink);
    }

    /** Opens the handler without a sink: what becomes of {@link #collection} is the caller's. */
    public DeadLetters collect() {
      return new DeadLetters(this, null);
    }
  }

  /** Brings dead letters of any windowing together in the global window. */
  private static final class Together
      extends PTransform<PCollectionList<DeadLetter>, PCollection<DeadLetter>> {

    private static final long serialVersionUID = 1;

    private final transient ErrorHandler<BadRecord, ?> openMark;

    Together(ErrorHandler<BadRecord, ?> openMark) {
      this.openMark = openMark;
    }

    @Override
    public PCollection<DeadLetter> expand(PCollectionList<DeadLetter> errors) {
      try {
        // In here, so that the nodes it adds do not take names that the user's own may have. It
        // would make a collection itself, and log that it got none.
        openMark.addErrorCollection(
            errors
                .getPipeline()
                .apply("NoBadRecords", Create.empty(BadRecord.getCoder(errors.getPipeline()))));
        openMark.close();
      } catch (Exception e) {
        throw new IllegalStateException("Beam's handler of bad records cannot be closed.", e);
      }
      if (errors.size() == 0) {
        return errors.getPipeline().apply("None", Create.empty(DeadLetter.coder()));
      }
      // One windowing for all of them: Beam refuses to flatten different triggers.
      boolean unbounded =
          errors.getAll().stream().anyMatch(e -> e.isBounded() == IsBounded.UNBOUNDED);
      PCollectionList<DeadLetter> global = PCollectionList.empty(errors.getPipeline());
      for (int i = 0; i < errors.size(); i++) {
        global = global.and(errors.get(i).apply("Global" + i, inGlobalWindow(unbounded)));
      }
      return global.apply("Flatten", Flatten.pCollections());
    }

    private static Window<DeadLetter> inGlobalWindow(boolean unbounded) {
      Window<DeadLetter> window = Window.into(new GlobalWindows());
      return unbounded
          ? window
              .triggering(Repeatedly.forever(AfterProcessingTime.pastFirstElementInPane()))
              .withAllowedLateness(Duration.ZERO)
              .discardingFiredPanes()
          : window;
    }
  }

  /** The sink of the handler that only marks the pipeline; nothing comes to it. */
  private static final class Nothing extends PTransform<PCollection<BadRecord>, PDone> {

    private static final long serialVersionUID = 1;

    @Override
    public PDone expand(PCollection<BadRecord> none) {
      // Flink and Spark take a transform with nothing in it for a primitive they do not know.
      none.apply("Ignore", ParDo.of(new IgnoreFn()));
      return PDone.in(none.getPipeline());
    }
  }

  /** Makes dead letters of what Beam's transforms reject. */
  private static final class BadRecordHandler implements ErrorHandler<BadRecord, POutput> {

    private static final long serialVersionUID = 1;

    private final DeadLetters dead;

    BadRecordHandler(DeadLetters dead) {
      this.dead = dead;
    }

    @Override
    public void addErrorCollection(PCollection<BadRecord> errors) {
      // The collection is called after the transform that rejects and the output it is.
      String output = errors.getName();
      String step = OUTPUT.matcher(output).replaceFirst("");
      dead.addErrorCollection(
          errors.apply(
              output + "/ToDeadLetters",
              ParDo.of(new BadRecords(dead.factory(step), dead.policy.keepsAll()))));
    }

    @Override
    public boolean isClosed() {
      return dead.isClosed();
    }

    @Override
    public @Nullable POutput getOutput() {
      return dead.getOutput();
    }

    @Override
    public void close() {
      throw new IllegalStateException(
          "badRecords() is closed by closing the DeadLetters it comes from.");
    }
  }
}
