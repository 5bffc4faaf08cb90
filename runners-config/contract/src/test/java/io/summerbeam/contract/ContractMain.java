package io.summerbeam.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Flatten;

/** Runs every case on the runner of this JVM's class path and leaves its sorted lines in a file. */
public final class ContractMain {

  private ContractMain() {}

  /** The first argument is the folder for the files, the others are {@link ServerPlaces}. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    ServerPlaces places = ServerPlaces.of(Stream.of(args).skip(1).toArray(String[]::new));
    String[] options = places.mode().options().toArray(String[]::new);
    for (ContractCase each : ContractCase.values()) {
      Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.fromArgs(options).create());
      Path parts = folder.resolve(each.name() + "-parts");
      each.build(ContractCase.bounded(pipeline))
          .apply("All", Flatten.pCollections())
          .apply("Write", TextIO.write().to(parts.resolve("part").toString()).withNumShards(1));
      PipelineResult.State state = pipeline.run().waitUntilFinish();
      if (state != null && state != PipelineResult.State.DONE) {
        throw new IllegalStateException(each + " ended as " + state);
      }
      try (Stream<Path> files = Files.list(parts)) {
        List<String> lines = Files.readAllLines(files.findFirst().orElseThrow());
        Files.write(folder.resolve(each.name()), lines.stream().sorted().toList());
      }
    }
    ServerRun.all(places, folder);
  }
}
