package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The command {@code ./summerbeam} of this checkout, as a shell starts it. */
public class ScriptTest {

  /** How the names of the orders job's folders begin. */
  private static final String RUN_FOLDER = "summerbeam-orders-";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void list_fromAnywhereAndThroughALink_works() throws Exception {
    Path link = folder.getRoot().toPath().resolve("beam");
    Files.createSymbolicLink(link, RunnerProcess.HOME.resolve("summerbeam"));

    RunnerProcess.Ended ended = shell("./beam list");

    assertThat(ended.err(), ended.exitCode(), equalTo(0));
    assertThat(ended.out(), startsWith("flights  "));
  }

  @Test
  public void wrongArguments_areToldInTwoLinesAndExitCode2() throws Exception {
    RunnerProcess.Ended ended = shell("\"$SUMMERBEAM\" run flights --runner=Flink");

    assertThat(ended.exitCode(), equalTo(2));
    assertThat(
        ended.err(),
        equalTo(
            "There is no runner 'Flink'. Did you mean 'FlinkRunner'?\n"
                + "The runners are: DirectRunner, FlinkRunner, SparkRunner\n"));
    assertThat(ended.out(), equalTo(""));
  }

  /** Even where the caller's locale has no such letters. */
  @Test
  public void pathsThatAreNotAsciiOrHaveASpace_areReadAndWritten() throws Exception {
    RunnerProcess.Ended ended =
        shell(
            """
            dir=$(printf '\\303\\274n\\303\\257 x')
            mkdir "$dir"
            printf '%s\\n' '{"date":"2001/01/05 10:00","delay":20,"distance":300,"origin":"DTW",\
            "destination":"LAS"}' 'bad' >"$dir/in.jsonl"
            LC_ALL=C "$SUMMERBEAM" run flights --input="$dir/in.jsonl" --output="$dir/out" || exit
            cat "$dir"/out/delays-*.jsonl
            ls "$dir"/out/dead-letters
            """);

    assertThat(ended.err(), ended.exitCode(), equalTo(0));
    assertThat(ended.out(), containsString("{\"origin_state\":\"MI\""));
    assertThat(ended.out(), containsString("\ndead-letters-"));
  }

  @Test
  public void checkoutInAPathWithASpace_findsItsFlagsAndClassPath() throws Exception {
    Path home = folder.newFolder("summer [beam] * x").toPath();
    copy(home, "summerbeam");
    copy(home, "runners-config/flink/src/main/resources/META-INF/summerbeam/FlinkRunner.jvm");
    copy(home, "samples/distribution/flink/target/classpath");

    RunnerProcess.Ended ended =
        shell("'" + home + "/summerbeam' run flights --runner=FlinkRunner --help");

    assertThat(ended.err(), ended.exitCode(), equalTo(0));
    assertThat(ended.out(), containsString(home + "/samples/data/flights/flights.jsonl"));
  }

  /** Behind the runner's own, so that nothing of it is replaced. */
  @Test
  public void jarsOfTheCaller_areBehindTheClassPath() throws Exception {
    Path home = folder.newFolder("home").toPath();
    copy(home, "summerbeam");
    Path classPath = home.resolve("samples/distribution/direct/target/classpath");
    Files.createDirectories(classPath.getParent());
    Files.writeString(classPath, "/own.jar");
    Path java = folder.newFolder("jdk", "bin").toPath().resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\ncase $1 in\n  -version) echo 'x version \"17\"' ;;\n"
            + "  *) while [ \"$1\" != -cp ]; do shift; done; echo \"$2\" ;;\nesac\n");
    java.toFile().setExecutable(true);
    String start = "export JAVA_HOME=$PWD/jdk\n";

    RunnerProcess.Ended ended =
        shell(
            start
                + "home/summerbeam list\n"
                + "SUMMERBEAM_CLASSPATH='/kms 1.jar:/more/*' home/summerbeam list\n");

    assertThat(ended.err(), ended.exitCode(), equalTo(0));
    assertThat(ended.out(), equalTo("/own.jar\n/own.jar:/kms 1.jar:/more/*\n"));
  }

  @Test
  public void neverBuilt_isToldWhereNothingMayBeBuilt() throws Exception {
    Path home = folder.newFolder("fresh").toPath();
    copy(home, "summerbeam");

    RunnerProcess.Ended ended = shell(home + "/summerbeam list");

    assertThat(ended.exitCode(), equalTo(1));
    assertThat(
        ended.err(),
        equalTo(
            "summerbeam: samples/distribution/direct was never built, and SUMMERBEAM_SKIP_BUILD is"
                + " true. Unset it, or build with mvn package.\n"));
  }

  @Test
  public void sourceNewerThanTheClassPath_isBuilt() throws Exception {
    Path home = folder.newFolder("stale [x] * y").toPath();
    copy(home, "summerbeam");
    Path classPath = home.resolve("samples/distribution/direct/target/classpath");
    Files.createDirectories(classPath.getParent());
    Files.writeString(classPath, home.resolve("pom.xml").toString());
    Files.createFile(home.resolve("pom.xml"));
    // It stands for Maven and Java, and tells of what was started.
    Path tool = folder.newFolder("tools").toPath().resolve("tool");
    Files.writeString(
        tool,
        "#!/bin/sh\ncase $0:${1:-} in\n  *:-version) echo 'x version \"17\"' ;;\n"
            + "  */mvn:*) echo built >>\"$TOLD\" ;;\n  *) echo started >>\"$TOLD\" ;;\nesac\n");
    tool.toFile().setExecutable(true);
    Files.createSymbolicLink(tool.resolveSibling("mvn"), tool);
    Files.createSymbolicLink(tool.resolveSibling("java"), tool);
    String start =
        "unset SUMMERBEAM_SKIP_BUILD JAVA_HOME\nexport TOLD=$PWD/told\nPATH='"
            + tool.getParent()
            + "':$PATH\nbeam='"
            + home
            + "/summerbeam'\n";

    RunnerProcess.Ended ended =
        shell(
            start
                + "cd '"
                + home
                + "'\n"
                + "touch -d 2001-01-01 pom.xml\n\"$beam\" list\n"
                + "touch -d 2001-01-01 samples/distribution/direct/target/classpath\n"
                + "touch pom.xml\n\"$beam\" list\ncat \"$TOLD\"\n");

    assertThat(ended.err(), ended.exitCode(), equalTo(0));
    assertThat(ended.out(), equalTo("started\nbuilt\nstarted\n"));
  }

  /** Spark fails the job that is cancelled, which is no news to who cancelled it. */
  @Test
  public void interrupted_isToldOnce() throws Exception {
    Path input = folder.newFile().toPath();
    byte[] flights =
        Files.readAllBytes(RunnerProcess.HOME.resolve("samples/data/flights/flights.jsonl"));
    for (int i = 0; i < 50; i++) {
      Files.write(input, flights, StandardOpenOption.APPEND);
    }

    Process process =
        builder("exec \"$SUMMERBEAM\" run flights --runner=SparkRunner --input=" + input)
            .redirectOutput(folder.newFile())
            .start();
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    awaitProgress(err);
    // Not destroy() of the process itself, which closes what is still to be read.
    process.toHandle().destroy();
    List<String> told = err.lines().filter(next -> !next.contains("  in ")).toList();

    assertThat(
        told, contains(equalTo(""), startsWith("Interrupted; ending what was started. (log: ")));
    // 128 and the number of the signal.
    assertThat(process.waitFor(), equalTo(143));
  }

  /** The server of the orders job, with all it wrote, ends with the job. */
  @Test
  public void interruptedOrders_leaveNoServerAndNoFolder() throws Exception {
    Path temporary = folder.newFolder("temporary").toPath();
    ProcessBuilder builder = builder("exec \"$SUMMERBEAM\" run orders --orders=200000");
    builder.environment().put("SUMMERBEAM_JAVA_OPTS", "-Xmx1g -Djava.io.tmpdir=" + temporary);
    Process process = builder.redirectOutput(folder.newFile()).start();
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    awaitProgress(err);
    Path run;
    try (Stream<Path> files = Files.list(temporary)) {
      run = files.filter(file -> file.toString().contains(RUN_FOLDER)).findAny().get();
    }
    long server = Long.parseLong(Files.readAllLines(run.resolve("data/postmaster.pid")).get(0));
    assertThat(ProcessHandle.of(server).isPresent(), equalTo(true));
    process.toHandle().destroy();
    List<String> told = err.lines().filter(next -> !next.contains("  in ")).toList();

    assertThat(
        told, contains(equalTo(""), startsWith("Interrupted; ending what was started. (log: ")));
    assertThat(process.waitFor(), equalTo(143));
    assertThat(Files.exists(run), equalTo(false));
    // It takes away its file, which is waited for, and ends a moment later.
    ProcessHandle.of(server)
        .ifPresent(ending -> ending.onExit().orTimeout(1, TimeUnit.MINUTES).join());
  }

  /** As the README has it: the broker and the database are started for it, and end with it. */
  @Test
  public void ordersOnKafka_bringTheirServers_andLeaveNothing() throws Exception {
    Path root = folder.getRoot().toPath();
    Path temporary = folder.newFolder("temporary").toPath();
    // Of fewer orders a copy may come so many days after what it copies that it is late.
    ProcessBuilder builder =
        builder(
            "exec \"$SUMMERBEAM\" run orders --source=kafka --sink=jdbc,kafka --orders=2000"
                + " --generated=./generated");
    builder.environment().put("SUMMERBEAM_JAVA_OPTS", "-Xmx1g -Djava.io.tmpdir=" + temporary);
    Path out = folder.newFile().toPath();
    Process process = builder.redirectOutput(out.toFile()).start();
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    awaitProgress(err);
    List<ProcessHandle> servers = serversOf(temporary);
    assertThat(servers.stream().map(ScriptTest::program).toList(), hasItems("java", "postgres"));
    if (!process.waitFor(4, TimeUnit.MINUTES)) {
      process.toHandle().destroy();
      throw new AssertionError("It did not end within 4 minutes.");
    }

    assertThat(err.lines().toList().toString(), process.exitValue(), equalTo(0));
    assertThat(Files.readString(out), containsString("\nfed           2,000 lines: "));
    OrdersOracle oracle = new OrdersOracle(root.resolve("generated/orders.jsonl"), 1);
    Path results = root.resolve("out/orders");
    long orders = rows(results.resolve("orders.csv"));
    long duplicates = rows(results.resolve("duplicates.csv"));
    long revenue = rows(results.resolve("revenue.csv"));
    long dead = lines(results.resolve("dead-letters/dead-letters-copied.jsonl"));
    assertThat("fed = orders + duplicates + dead", orders + duplicates + dead, equalTo(2_000L));
    assertThat(orders, equalTo((long) oracle.orders.size()));
    assertThat(duplicates, equalTo(oracle.duplicates));
    assertThat(revenue, equalTo((long) oracle.revenue.size()));
    assertThat(lines(results.resolve("orders.jsonl")), equalTo(orders));
    assertThat(lines(results.resolve("duplicates.jsonl")), equalTo(duplicates));
    // A topic has what a day had before it was corrected, too.
    assertThat(lines(results.resolve("revenue.jsonl")), greaterThanOrEqualTo(revenue));

    for (ProcessHandle server : servers) {
      // That of PostgreSQL ends a moment after the job.
      server.onExit().orTimeout(1, TimeUnit.MINUTES).join();
    }
    assertThat(serversOf(temporary), empty());
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(file -> file.toString().contains(RUN_FOLDER)).toList(), empty());
    }
  }

  /** Reads what a job tells until it tells how far it is. */
  private static void awaitProgress(BufferedReader err) throws IOException {
    StringBuilder told = new StringBuilder();
    String line = err.readLine();
    while (line != null && !line.contains("  in ")) {
      told.append(line).append('\n');
      line = err.readLine();
    }
    assertThat("it runs; it told:\n" + told, line, notNullValue());
  }

  /** What was started for runs whose folders are in this one, by what it was started with. */
  private static List<ProcessHandle> serversOf(Path temporary) {
    String run = temporary.resolve(RUN_FOLDER).toString();
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(run))
        .toList();
  }

  private static String program(ProcessHandle process) {
    return Path.of(process.info().command().orElse("")).getFileName().toString();
  }

  /** How many records a file of CSV has that has a header, and no line breaks in them. */
  private static long rows(Path csv) throws IOException {
    return lines(csv) - 1;
  }

  private static long lines(Path file) throws IOException {
    return Files.readAllLines(file).size();
  }

  private RunnerProcess.Ended shell(String script) throws Exception {
    Path err = folder.newFile().toPath();
    Path out = folder.newFile().toPath();
    Process process =
        builder(script).redirectError(err.toFile()).redirectOutput(out.toFile()).start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("It did not end within 2 minutes: " + Files.readString(err));
    }
    return new RunnerProcess.Ended(
        process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private ProcessBuilder builder(String script) {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", script)
            .directory(folder.getRoot())
            .redirectInput(new File("/dev/null"));
    builder.environment().put("SUMMERBEAM", RunnerProcess.HOME.resolve("summerbeam").toString());
    // Maven runs these tests when all is built, and a second one beside it would be in its way.
    builder.environment().put("SUMMERBEAM_SKIP_BUILD", "true");
    builder.environment().put("SUMMERBEAM_JAVA_OPTS", "-Xmx1g");
    return builder;
  }

  private static void copy(Path home, String file) throws Exception {
    Path target = home.resolve(file);
    Files.createDirectories(target.getParent());
    Files.copy(RunnerProcess.HOME.resolve(file), target, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
