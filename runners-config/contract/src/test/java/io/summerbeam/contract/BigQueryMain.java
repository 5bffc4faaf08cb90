package io.summerbeam.contract;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the cases of BigQuery on the runner of this JVM's class path, which is another one than that
 * of the other cases.
 */
public final class BigQueryMain {

  private BigQueryMain() {}

  /** The first argument is the folder for the files, the others are {@link ServerPlaces}. */
  public static void main(String[] args) {
    EndingMain.run(
        () ->
            ServerRun.all(
                List.of(BigQueryCase.values()),
                ServerPlaces.of(Stream.of(args).skip(1).toArray(String[]::new)),
                Path.of(args[0])));
  }
}
