package io.summerbeam.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Runs the cases that need a server on the runner of this JVM, and leaves the sorted lines of each
 * in a file, or why it is refused.
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
    for (ServedCase each : cases) {
      if (!places.mode().leftOut().contains(each)) {
        Files.write(folder.resolve(each.name()), run.one(each));
      }
    }
  }

  private List<String> one(ServedCase each) throws Exception {
    boolean endless = mode.isEndless(each);
    List<String> options = new ArrayList<>(mode.options());
    options.addAll(each.options(places));
    if (endless) {
      options.addAll(mode.endlessOptions());
    }
    Pipeline pipeline =
        Pipeline.create(PipelineOptionsFactory.fromArgs(options.toArray(String[]::new)).create());
    CollectedLines collected =
        new CollectedLines(
            each.build(pipeline, endless ? StreamMain::unbounded : ContractCase::bounded, places));
    List<String> refusals = StreamMain.refusals(pipeline);
    if (mode.refused().contains(each)) {
      return refusals;
    }
    if (!refusals.isEmpty()) {
      throw new IllegalStateException(each + " is refused: " + refusals);
    }
    Callable<List<String>> lines =
        () -> {
          List<String> all = new ArrayList<>(collected.soFar());
          all.addAll(each.found(places));
          return all;
        };
    if (endless) {
      EndlessRun.run(mode, pipeline, () -> lines.call().size() >= each.expected().size());
      return lines.call().stream().sorted().toList();
    }
    PipelineResult.State state = pipeline.run().waitUntilFinish();
    if (state != null && state != PipelineResult.State.DONE) {
      throw new IllegalStateException(each + " ended as " + state);
    }
    return lines.call().stream().sorted().toList();
  }
}
