package io.summerbeam.benchmarks.mask;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.summerbeam.benchmarks.arm.ArmProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** The arm on the class paths of the distributions; all of them in all ways are run by the CI. */
public class MaskArmTest {

  private static final Path HOME = Path.of("../..");

  @Test
  public void everyRecord_isInTheChecksumAndMasked_onBothRunners() throws Exception {
    String byHand = checksum("direct", List.of(), "--runner=DirectRunner", "--masking=BY_HAND");
    String ours =
        checksum(
            "flink",
            List.of(
                "@"
                    + HOME.resolve(
                        "runners-config/flink/src/main/resources/META-INF/summerbeam/FlinkRunner.jvm")),
            "--runner=FlinkRunner",
            "--streaming",
            "--parallelism=1",
            "--masking=SUMMERBEAM");

    assertThat(byHand, startsWith("10007:"));
    assertThat(ours, is(byHand));
    assertThat(ours, not(is("10007:0")));
  }

  private static String checksum(String runner, List<String> flags, String... options)
      throws Exception {
    List<String> jvm = new ArrayList<>(flags);
    jvm.add("-Xmx512m");
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add("--records=10007");
    return ArmProcess.run(
            jvm,
            String.join(
                File.pathSeparator,
                "target/classes",
                "../flights/target/classes",
                "../arm/target/classes",
                Files.readString(
                        HOME.resolve("samples/distribution/" + runner + "/target/classpath"))
                    .trim()),
            MaskArm.class.getName(),
            arguments)
        .getProperty("checksum");
  }
}
