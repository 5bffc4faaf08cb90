package io.summerbeam.benchmarks;

import io.summerbeam.benchmarks.ArmSpec.Launch;
import io.summerbeam.benchmarks.arm.Arm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.rules.TemporaryFolder;

/** What the tests are made of. */
final class Fakes {

  static final Jvm JVM = new Jvm("64m", 1, List.of());

  private Fakes() {}

  /** A real JVM that runs {@link FakeArm}. */
  static ArmSpec arm(String name, String... arguments) {
    return armAgainst(null, name, arguments);
  }

  static ArmSpec armAgainst(String rival, String name, String... arguments) {
    return new ArmSpec(
        name,
        "setting of " + name,
        "job",
        rival,
        JVM,
        new Launch(
            place(FakeArm.class) + File.pathSeparator + place(Arm.class),
            List.of(),
            FakeArm.class.getName(),
            List.of(arguments)));
  }

  static ArmRun run(String arm, long records, int round, long wallNanos) {
    return run(arm, records, round, wallNanos, "1:a");
  }

  static ArmRun run(String arm, long records, int round, long wallNanos, String checksum) {
    return new ArmRun(
        arm,
        "job",
        records,
        round,
        wallNanos,
        wallNanos * 2,
        3,
        wallNanos * 10,
        checksum,
        Map.of());
  }

  static Machine machine(double load) {
    return new Machine(
        "./summerbeam bench fake",
        "0123456789abcdef",
        true,
        Instant.parse("2026-11-21T10:00:00Z"),
        "Linux",
        "Some <CPU> & more",
        2,
        load,
        "a JDK",
        Map.of("beam", "2.70.0"));
  }

  /** Three rounds of two sizes: by hand 100, 110, 90 ns a record, ours half of it. */
  static Comparison comparison(double load) {
    List<ArmRun> runs = new ArrayList<>();
    for (int round = 1; round <= 3; round++) {
      long ns = List.of(100, 110, 90).get(round - 1);
      runs.add(run("beam-x", 1000, round, 5_000_000 + 1000 * ns));
      runs.add(run("beam-x", 6000, round, 5_000_000 + 6000 * ns));
      runs.add(run("summerbeam-x", 1000, round, 7_000_000 + 500 * ns));
      runs.add(run("summerbeam-x", 6000, round, 7_000_000 + 3000 * ns));
    }
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("rounds", 3);
    return new Comparison(
        "fake",
        parameters,
        machine(load),
        3,
        List.of(1000L, 6000L),
        "beam-x",
        List.of(
            ArmResult.of(arm("beam-x"), runs),
            ArmResult.of(armAgainst("beam-x", "summerbeam-x"), runs)));
  }

  /** Writes the class path of a module, which is a jar of its name. */
  static void writeClassPath(TemporaryFolder home, String module) throws IOException {
    Path target = home.getRoot().toPath().resolve(module).resolve("target");
    Files.createDirectories(target);
    Files.writeString(target.resolve("classpath"), "/m2/" + module + ".jar");
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
