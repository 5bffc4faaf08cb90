package io.summerbeam.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * Runs the cases that need a server or a stream on the runner of this JVM, and leaves the sorted
 * lines of each in a file, or why it is refused. What can be is in one pipeline, as each takes
 * seconds to start.
 */
final class ServerRun {

  private final ServerPlaces places;
  private final RunnerMode mode;

  private ServerRun(ServerPlaces places) {
    this.places = places;
    this.mode = places.mode();
  }

  static void all(List<? extends ServedCase> cases, ServerPlaces places, Path folder)
      throws Exception {
    ServerRun run = new ServerRun(places);
    Map<List<Object>, List<ServedCase>> pipelines = new LinkedHashMap<>();
    for (ServedCase each : cases) {
      if (!places.mode().leftOut().contains(each)) {
        pipelines.computeIfAbsent(run.pipelineOf(each), same -> new ArrayList<>()).add(each);
      }
    }
    for (List<ServedCase> together : pipelines.values()) {
      run.run(together, folder);
    }
  }

  /** Equal for those that go into one pipeline. */
  private List<Object> pipelineOf(ServedCase each) {
    return List.of(
        mode.refused().contains(each) ? each : "", mode.isEndless(each), each.options(places));
  }

  private void run(List<? extends ServedCase> cases, Path folder) throws Exception {
    boolean endless = cases.stream().anyMatch(mode::isEndless);
    List<String> options = new ArrayList<>(mode.options());
    options.addAll(cases.get(0).options(places));
    if (endless) {
      options.addAll(mode.endlessOptions());
    }
    Pipeline pipeline = Pipeline.create(LaunchedOptions.of(options));
    Input input = new Input(endless);
    Map<ServedCase, CollectedLines> collected = new LinkedHashMap<>();
    for (ServedCase each : cases) {
      collected.put(each, new CollectedLines(each.build(pipeline, input, places)));
    }
    List<String> refusals = StreamMain.refusals(pipeline);
    if (mode.refused().containsAll(cases)) {
      Files.write(folder.resolve(cases.get(0).name()), refusals);
      return;
    }
    if (!refusals.isEmpty()) {
      throw new IllegalStateException(cases + " are refused: " + refusals);
    }
    if (endless) {
      EndlessRun.run(cases.toString(), mode, pipeline, () -> hasAll(collected));
    } else {
      LaunchedOptions.prepare(pipeline);
      PipelineResult.State state = pipeline.run().waitUntilFinish();
      if (state != null && state != PipelineResult.State.DONE) {
        throw new IllegalStateException(cases + " ended as " + state);
      }
    }
    for (ServedCase each : cases) {
      Files.write(
          folder.resolve(each.name()), lines(each, collected.get(each)).stream().sorted().toList());
    }
  }

  private boolean hasAll(Map<ServedCase, CollectedLines> collected) throws Exception {
    for (Map.Entry<ServedCase, CollectedLines> each : collected.entrySet()) {
      ServedCase served = each.getKey();
      if (lines(served, each.getValue()).size() < served.expected().size()) {
        return false;
      }
    }
    return true;
  }

  private List<String> lines(ServedCase each, CollectedLines collected) throws Exception {
    List<String> all = new ArrayList<>(collected.soFar());
    all.addAll(each.found(places));
    return all;
  }

  /** The records, made once for all cases of a pipeline. */
  private static final class Input implements Function<Pipeline, PCollection<Row>> {

    private final boolean endless;
    private PCollection<Row> records;

    Input(boolean endless) {
      this.endless = endless;
    }

    @Override
    public PCollection<Row> apply(Pipeline pipeline) {
      if (records == null) {
        records = endless ? StreamMain.unbounded(pipeline) : ContractCase.bounded(pipeline);
      }
      return records;
    }
  }
}
