package io.summerbeam.faults;

import java.io.IOException;
import java.util.Arrays;

/** Runs another main class, and ends when the process that started this one does. */
public final class ChildMain {

  private ChildMain() {}

  /** The first argument is the main class, the others are its own. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread watch = new Thread(ChildMain::endWithParent, "end-with-parent");
    watch.setDaemon(true);
    watch.start();
    Class.forName(args[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
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
