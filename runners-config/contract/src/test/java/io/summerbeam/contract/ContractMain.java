package io.summerbeam.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Runs every case on the runner of this JVM's class path and leaves its sorted lines in a file. */
public final class ContractMain {

  private ContractMain() {}

  /** The first argument is the folder for the files, the others are {@link ServerPlaces}. */
  public static void main(String[] args) {
    EndingMain.run(() -> runAll(args));
  }

  private static void runAll(String... args) throws Exception {
    Path folder = Path.of(args[0]);
    ServerPlaces places = ServerPlaces.of(Stream.of(args).skip(1).toArray(String[]::new));
    List<String> options = places.mode().options();
    for (List<ContractCase> cases : ContractCase.pipelines(EnumSet.allOf(ContractCase.class))) {
      Pipeline pipeline = Pipeline.create(LaunchedOptions.of(options));
      PCollection<Row> input = ContractCase.bounded(pipeline);
      for (ContractCase each : cases) {
        each.build(input)
            .apply("All " + each, Flatten.pCollections())
            .apply("Write " + each, TextIO.write().to(part(folder, each)).withNumShards(1));
      }
      LaunchedOptions.prepare(pipeline);
      PipelineResult.State state = pipeline.run().waitUntilFinish();
      if (state != null && state != PipelineResult.State.DONE) {
        throw new IllegalStateException(cases + " ended as " + state);
      }
      for (ContractCase each : cases) {
        try (Stream<Path> files = Files.list(parts(folder, each))) {
          List<String> lines = Files.readAllLines(files.findFirst().orElseThrow());
          Files.write(folder.resolve(each.name()), lines.stream().sorted().toList());
        }
      }
    }
    ServerRun.all(List.of(LookupCase.values()), places, folder);
    for (List<StreamCase> cases : ContractCase.pipelines(List.of(StreamCase.values()))) {
      ServerRun.all(cases, places, folder);
    }
    ServerRun.all(List.of(ServerCase.values()), places, folder);
  }

  private static Path parts(Path folder, ContractCase each) {
    return folder.resolve(each.name() + "-parts");
  }

  private static String part(Path folder, ContractCase each) {
    return parts(folder, each).resolve("part").toString();
  }
}
