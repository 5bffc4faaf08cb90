package io.summerbeam.benchmarks.arm;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

public class ArmProcessTest {

  private static final String CLASSES =
      String.join(File.pathSeparator, "target/classes", "target/test-classes");
  private static final Path JSTACK = Path.of(System.getProperty("java.home"), "bin", "jstack");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  public void arm_reportsWhatItDid() throws Exception {
    assertThat(
        ArmProcess.run(List.of("-Xmx64m"), CLASSES, Adding.class.getName(), List.of("7"))
            .getProperty("checksum"),
        startsWith("1:"));
  }

  @Test
  public void arm_thatFails_saysWhy() {
    String message = failure(new ArmProcess(LONG, JSTACK, LONG), Adding.class, "many");
    assertThat(message, startsWith(Adding.class.getName() + " ended with 1:\n"));
    assertThat(message, containsString("For input string: \"many\""));
  }

  @Test
  public void arm_thatDoesNotEnd_showsItsThreads_andIsKilledWithWhatItStarted() throws Exception {
    // Time enough for a busy machine to start it.
    ArmProcess processes = new ArmProcess(Duration.ofSeconds(10), JSTACK, LONG);
    String message = failure(processes, Endless.class);
    assertThat(
        message, startsWith(Endless.class.getName() + " must end within 10 s, but did not:\n"));
    Matcher started = Pattern.compile("started (\\d+)").matcher(message);
    assertThat(message, started.find(), is(true));
    assertThat(message, containsString("ArmProcessTest$Endless.work(ArmProcessTest.java:"));
    assertThat(hasEnded(Long.parseLong(started.group(1))), is(true));
  }

  @Test
  public void arm_thatDoesNotEnd_withoutJstack_isStillSaidNotToEnd() {
    String message = failure(new ArmProcess(SECOND, Path.of("no", "jstack"), LONG), Endless.class);
    assertThat(
        message, startsWith(Endless.class.getName() + " must end within 1 s, but did not:\n"));
    assertThat(message, containsString("What its threads were at is what no/jstack prints, but: "));
  }

  @Test
  public void jstack_thatFails_isSaid() {
    assertThat(
        failure(new ArmProcess(SECOND, Path.of("false"), LONG), Endless.class),
        endsWith("What its threads were at is what false prints, but: it ended with 1\n"));
  }

  @Test
  public void jstack_thatDoesNotEnd_isKilled() {
    // As many seconds as the arm's number.
    assertThat(
        failure(new ArmProcess(SECOND, Path.of("sleep"), SECOND), Endless.class),
        endsWith(
            "What its threads were at is what sleep prints, but: it did not end within 1 s\n"));
  }

  private static String failure(ArmProcess processes, Class<?> arm, String... args) {
    return assertThrows(
            IOException.class,
            () -> processes.report(List.of("-Xmx64m"), CLASSES, arm.getName(), List.of(args)))
        .getMessage();
  }

  private static boolean hasEnded(long pid) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      // One that nobody has waited for still has its number, but no program.
      if (ProcessHandle.of(pid).flatMap(process -> process.info().command()).isEmpty()) {
        return true;
      }
      Thread.sleep(100);
    }
    return false;
  }

  /** Adds up its arguments. */
  public static final class Adding {

    private Adding() {}

    public static void main(String[] args) {
      Arm.run(args, Adding::work);
    }

    private static void work(String... args) {
      for (String arg : args) {
        Checksum.add(Long.parseLong(arg));
      }
    }
  }

  /** Starts a process, and waits for nothing. */
  public static final class Endless {

    private Endless() {}

    public static void main(String[] args) {
      Arm.run(args, Endless::work);
    }

    private static void work(String... args) throws Exception {
      System.out.println("started " + new ProcessBuilder("sleep", "600").start().pid());
      new CountDownLatch(1).await();
    }
  }
}
