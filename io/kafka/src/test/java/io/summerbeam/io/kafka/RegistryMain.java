package io.summerbeam.io.kafka;

import java.io.IOException;

/** What the registry's process runs: the registry, until the JVM that started it ends. */
final class RegistryMain {

  private RegistryMain() {}

  public static void main(String[] args) throws Exception {
    Thread watch = new Thread(RegistryMain::endWithParent, "end-with-parent");
    watch.setDaemon(true);
    watch.start();
    // By name, because nobody but this process has its classes.
    Class.forName("io.quarkus.runner.GeneratedMain")
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever written; it ends when the parent does.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    Runtime.getRuntime().halt(0);
  }
}
