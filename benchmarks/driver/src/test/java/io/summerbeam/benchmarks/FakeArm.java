package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.arm.Checksum;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** An arm that does what its arguments say. */
public final class FakeArm {

  private FakeArm() {}

  public static void main(String[] args) {
    Arm.run(args, FakeArm::work);
  }

  private static void work(String... args) throws Exception {
    for (String arg : args) {
      String value = arg.substring(arg.indexOf('=') + 1);
      switch (arg.substring(0, arg.indexOf('='))) {
        case "--sum" -> Checksum.add(Long.parseLong(value));
        case "--count" -> Arm.alsoReport("count.things", value);
        case "--append" -> Files.writeString(Path.of(value), "line\n");
        case "--fail" -> throw new IllegalStateException(value);
        case "--hang" -> new CountDownLatch(1).await();
        case "--quit" -> Runtime.getRuntime().halt(Integer.parseInt(value));
        case "--temporary" -> Files.createTempFile("left", ".behind");
        default -> {}
      }
    }
  }
}
