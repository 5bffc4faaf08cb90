package io.summerbeam.contract;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the cases of formats on the runner of this JVM's class path: apart from the other cases, so
 * that no stream has the sources of all of them.
 */
public final class FormatMain {

  private FormatMain() {}

  /** The first argument is the folder for the files, the others are {@link ServerPlaces}. */
  public static void main(String[] args) {
    EndingMain.run(
        () ->
            ServerRun.all(
                List.of(FormatCase.values()),
                ServerPlaces.of(Stream.of(args).skip(1).toArray(String[]::new)),
                Path.of(args[0])));
  }
}
