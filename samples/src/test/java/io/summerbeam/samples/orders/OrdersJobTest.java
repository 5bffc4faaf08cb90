package io.summerbeam.samples.orders;

import static io.summerbeam.samples.CommandLine.call;
import static io.summerbeam.samples.CommandLine.lines;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.summerbeam.runners.Home;
import io.summerbeam.samples.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@code run orders}, as it is typed. What is in its results is computed by the contract. */
@RunWith(JUnit4.class)
public class OrdersJobTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String PSEUDONYM = "d17c7716c37e50b3";

  private static final String MASKED_ORDER =
      """
      {"order_id":"O-00000002","placed_at":"2026-03-02 08:14:24",\
      "customer_id":"d17c7716c37e50b3","name":"***",\
      "email":"3399b4dd52f3a1e8b6924f820d6c6f1d","card":"7030857357601873",\
      "product_id":"P-0225","quantity":6,\
      "note":"Send the \\"invoice\\" to [EMAIL], not to the old address.",\
      "category":"garden","price":371.80,"segment":"business","region":"east",\
      "amount":2230.80}""";

  private static final String REVENUE =
      "\\{\"category\":\"(.*)\",\"window_start\":\"2026-03-02T00:00:00Z\","
          + "\"window_end\":\"2026-03-03T00:00:00Z\",\"orders\":(.*),\"revenue\":(.*),"
          + "\"customers\":(.*),\"largest_order\":\"(.*)\"\\}";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private String home;

  @Before
  public void beAtHome() {
    home = System.getProperty(Home.PROPERTY);
    System.setProperty(Home.PROPERTY, Path.of("..").toAbsolutePath().normalize().toString());
  }

  @After
  public void leave() {
    if (home == null) {
      System.clearProperty(Home.PROPERTY);
    } else {
      System.setProperty(Home.PROPERTY, home);
    }
  }

  private Path root() {
    return folder.getRoot().toPath();
  }

  private CommandLine run(String... more) {
    List<String> args =
        new ArrayList<>(List.of("run", "orders", "--output=" + root().resolve("out")));
    args.addAll(List.of(more));
    return call(args.toArray(String[]::new));
  }

  @Test
  public void orders_areEnrichedAndMasked_andNothingStaysBehind() throws IOException {
    List<String> before = runFolders();

    CommandLine run = run("--orders=300", "--seed=7", "--generated=" + root().resolve("generated"));

    assertThat(run.err(), run.code(), equalTo(0));
    assertThat(runFolders(), equalTo(before));
    assertThat(lines(root().resolve("generated"), "orders.jsonl"), hasSize(300));
    List<String> orders = lines(root().resolve("out"), "orders-");
    // The others are 7 duplicates and 11 dead letters.
    assertThat(orders, hasSize(282));
    assertThat(
        orders.stream().filter(line -> line.contains("\"O-00000002\"")).toList(),
        contains(MASKED_ORDER));
    assertThat(
        lines(root().resolve("out"), "revenue-20260302T").stream()
            .map(line -> line.replaceFirst(REVENUE, "$1 $2 $3 $4 $5"))
            .toList(),
        containsInAnyOrder(
            "books 2 2408.35 2 O-00000011",
            "garden 5 8380.20 5 O-00000009",
            "kitchen 1 50.09 1 O-00000006",
            "lighting 2 5301.99 2 O-00000004",
            "music 1 1399.47 1 O-00000005",
            "sports 1 724.71 1 O-00000015",
            "tools 3 3909.92 3 O-00000013",
            "toys 1 361.20 1 O-00000007"));
    assertThat(
        deadLetters(),
        equalTo(
            Map.of(
                "malformed", 4,
                "expectations failed: card_valid", 2,
                "expectations failed: quantity_positive", 3,
                "lookup_miss", 2)));
  }

  @Test
  public void bigQuery_hasTheSameRowsAsFiles() throws IOException {
    List<String> before = runFolders();

    CommandLine run = run("--orders=300", "--seed=7", "--sink=bigquery,files");

    assertThat(run.err(), run.code(), equalTo(0));
    assertThat(runFolders(), equalTo(before));
    assertThat(
        run.out(),
        containsString(root().resolve("out").resolve("bigquery-duplicates.jsonl").toString()));
    assertThat(run.out(), containsString("BigQuery      a stand-in on this machine"));
    assertThat(cells("bigquery-orders.jsonl"), equalTo(cells("orders-")));
    assertThat(cells("bigquery-revenue.jsonl"), equalTo(cells("revenue-")));
    assertThat(cells("bigquery-orders.jsonl"), hasSize(282));
    assertThat(cells("bigquery-duplicates.jsonl"), hasSize(7));
    assertThat(deadLetters().get("malformed"), equalTo(4));
  }

  /** The lines of files as cells, sorted; of a number how it is written does not count. */
  private List<Map<String, Object>> cells(String prefix) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String line : lines(root().resolve("out"), prefix)) {
      Map<String, Object> row = new TreeMap<>();
      JSON.readTree(line)
          .fields()
          .forEachRemaining(
              cell -> {
                JsonNode value = cell.getValue();
                row.put(cell.getKey(), value.isNumber() ? value.doubleValue() : value.asText());
              });
      rows.add(row);
    }
    rows.sort(Comparator.comparing(Map::toString));
    return rows;
  }

  @Test
  public void ordersOfOnesOwn_areReadInsteadOfMadeUpOnes() throws IOException {
    CommandLine first =
        run("--orders=30", "--seed=7", "--generated=" + root().resolve("generated"));
    assertThat(first.err(), first.code(), equalTo(0));
    Path own = root().resolve("generated/orders.jsonl");
    List<String> before = Files.readAllLines(own);
    List<String> folders = runFolders();

    CommandLine second =
        call(
            "run",
            "orders",
            "--seed=7",
            "--input=" + root().resolve("generated/*.jsonl"),
            "--output=" + root().resolve("again"));

    assertThat(second.err(), second.code(), equalTo(0));
    for (String prefix : List.of("orders-", "revenue-")) {
      List<String> made = lines(root().resolve("out"), prefix);
      assertThat(made, not(hasSize(0)));
      assertThat(
          lines(root().resolve("again"), prefix).stream().sorted().toList(),
          equalTo(made.stream().sorted().toList()));
    }
    assertThat(runFolders(), equalTo(folders));
    assertThat(Files.readAllLines(own), equalTo(before));
  }

  @Test
  public void keysOfOnesOwn_makeOtherPseudonyms() throws IOException {
    RunFolder own = RunFolder.create();
    try {
      String keys = OrdersPolicy.makeKeys(own, 8);

      CommandLine run = run("--orders=3", "--seed=7", "--keys=" + keys);

      assertThat(run.err(), run.code(), equalTo(0));
      assertThat(
          lines(root().resolve("out"), "orders-").stream()
              .filter(line -> line.contains("\"O-00000002\""))
              .map(line -> line.replaceFirst(".*\"customer_id\":\"([^\"]*)\".*", "$1"))
              .toList(),
          contains(allOf(matchesPattern("[0-9a-f]{16}"), not(containsString(PSEUDONYM)))));
    } finally {
      own.delete();
    }
  }

  @Test
  public void wrongOptions_areRefusedBeforeAnythingIsStarted() {
    refused("--orders must be from 1 to 10,000,000, but was: 0", "--orders=0");
    refused("--user and --password are for a database that --database names.", "--user=shop");
    refused(
        "--user and --password must be given together, but one is missing.",
        "--database=jdbc:postgresql://localhost/x",
        "--user=shop");
    refused(
        "--database, --user, --password: JdbcLookup.of() must be given a URL that starts with"
            + " 'jdbc:postgresql:': PostgreSQL is the database there is.",
        "--database=jdbc:mysql://localhost/x");
    refused(
        "--keys must be NAME=REFERENCE,... but a part of it is not.", "--keys=0123456789abcdef");
  }

  @Test
  public void sourcesAndSinksThatDoNotGoTogether_areRefused() {
    refused("--source must be files or kafka, but was: pulsar", "--source=pulsar");
    refused(
        "--sink must be some of files, jdbc, kafka, bigquery, each once, with commas between them,"
            + " but was: jdbc,jdbc",
        "--sink=jdbc,jdbc");
    refused(
        "--sink=files is for what ends: a stream's revenue is corrected. Take --sink=jdbc,"
            + " kafka or bigquery, or read the topic with --bounded.",
        "--source=kafka",
        "--sink=jdbc,files");
    refused("--bounded is for --source=kafka.", "--bounded");
    refused(
        "--feed is for --source=kafka with --bootstrapServers; a broker that is started here is"
            + " always fed.",
        "--source=kafka",
        "--feed");
    refused(
        "--bootstrapServers is for --source=kafka and --sink=kafka.",
        "--bootstrapServers=127.0.0.1:1");
    refused(
        "--duration is for a stream, which is --source=kafka without --bounded.",
        "--source=kafka",
        "--bounded",
        "--duration=PT5M");
    refused(
        "--duplicates must be event-time or arrival, but was: never",
        "--source=kafka",
        "--duplicates=never");
    refused(
        "--duplicates=arrival is for a stream, which is --source=kafka without --bounded.",
        "--duplicates=arrival");
    refused(
        "--ordersPerSecond must be from 1 to 1,000,000, but was: 0",
        "--source=kafka",
        "--ordersPerSecond=0");
    refused(
        "--generated is for orders that are made up; these are in the topic.",
        "--source=kafka",
        "--bootstrapServers=127.0.0.1:1",
        "--generated=" + root().resolve("generated"));
  }

  @Test
  public void optionsThatDoNotGoWithOrdersOfOnesOwn_areRefused() throws IOException {
    String input = "--input=" + folder.newFile("own.jsonl");
    refused(
        "--input is for --source=files; with --source=kafka orders come from the topic.",
        input,
        "--source=kafka");
    refused(
        "--generated is for orders that are made up; these are in the files of --input.",
        input,
        "--generated=" + root().resolve("generated"));
    refused(
        "--orders is for orders that are made up; these are in the files of --input.",
        input,
        "--orders=20000");
    String none = root().resolve("none-*.jsonl").toString();
    refused("--input matches no file: " + none, "--input=" + none);
  }

  @Test
  public void optionsOfBigQueryThatDoNotGoTogether_areRefused() {
    refused("--bigQueryDataset is for --sink=bigquery.", "--bigQueryDataset=p.d");
    refused("--bigQueryMethod is for --sink=bigquery.", "--bigQueryMethod=FILE_LOADS");
    refused(
        "--bigQueryMethod must be one of FILE_LOADS, STORAGE_WRITE_API, STORAGE_API_AT_LEAST_ONCE,"
            + " STREAMING_INSERTS, but was: FTP",
        "--sink=bigquery",
        "--bigQueryMethod=FTP");
    refused(
        "--bigQueryMethod=FILE_LOADS is for a --bigQueryDataset that is there: the stand-in that is"
            + " started here has no Cloud Storage to load from.",
        "--sink=bigquery",
        "--bigQueryMethod=FILE_LOADS");
    refused(
        "--bigQueryEndpoint is for a --bigQueryDataset that is there.",
        "--sink=bigquery",
        "--bigQueryEndpoint=http://localhost:1");
    refused(
        "--sink=bigquery loads files, which need --tempLocation=gs://BUCKET/FOLDER. Without them:"
            + " --bigQueryMethod=STORAGE_WRITE_API",
        "--sink=bigquery",
        "--bigQueryDataset=shop-project.results");
    refused(
        "--bigQueryMethod=FILE_LOADS is for what ends: a stream is over before its last rows are"
            + " loaded. Take --bigQueryMethod=STORAGE_WRITE_API, or read the topic with --bounded.",
        "--source=kafka",
        "--sink=bigquery",
        "--bigQueryDataset=shop-project.results",
        "--bigQueryMethod=FILE_LOADS",
        "--tempLocation=gs://bucket/folder");
    String forADataset =
        " is for a dataset that is there, and none is named: a stand-in would be started here."
            + " Name it by --bigQueryDataset=PROJECT.DATASET.";
    refused("--project" + forADataset, "--sink=bigquery", "--project=shop-project");
    refused(
        "--credentialFactoryClass" + forADataset,
        "--sink=bigquery",
        "--credentialFactoryClass=" + NoopCredentialFactory.class.getName());
  }

  @Test
  public void datasets_areNamedWithTheirProject() {
    assertThat(dataset("shop-project.results"), equalTo("shop-project.results"));
    assertThat(dataset("shop-project:results"), equalTo("shop-project.results"));
    assertThat(
        dataset("example.com:shop-project.results"), equalTo("example.com:shop-project.results"));
    assertThat(
        dataset("example.com:shop-project:results"), equalTo("example.com:shop-project.results"));
    assertThat(dataset("results", "--project=shop-project"), equalTo("shop-project.results"));
    for (String name :
        List.of(
            "MyProject.results",
            "shop_project.results",
            "p.d",
            "example.com:shop-project",
            "shop-project.re/sults",
            "shop-project.",
            ".results")) {
      refusedDataset(name, "--bigQueryDataset=" + name);
    }
    refusedDataset("results of --project=Shop", "--bigQueryDataset=results", "--project=Shop");
  }

  private static String dataset(String name, String... more) {
    List<String> args =
        new ArrayList<>(List.of("--bigQueryDataset=" + name, "--bigQueryMethod=STREAMING_INSERTS"));
    args.addAll(List.of(more));
    return OrderDataset.of(
            PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).as(OrdersOptions.class))
        .name();
  }

  private void refusedDataset(String shown, String... args) {
    List<String> all =
        new ArrayList<>(List.of("--sink=bigquery", "--bigQueryMethod=STREAMING_INSERTS"));
    all.addAll(List.of(args));
    refused(
        "--bigQueryDataset must be PROJECT.DATASET, or DATASET with --project: a project's id, 6 to"
            + " 30 of a-z, 0-9 and hyphens (my-project, example.com:my-project), and a dataset's"
            + " name of letters, digits and underscores, but was: "
            + shown,
        all.toArray(String[]::new));
  }

  @Test
  public void passwordInsteadOfAReference_isRefusedAndNotShown() {
    CommandLine run =
        run("--database=jdbc:postgresql://localhost/x", "--user=shop", "--password=hunter2secret");
    assertThat(run.code(), equalTo(2));
    assertThat(run.err(), containsString("A key is given by reference"));
    assertThat(run.err(), not(containsString("hunter2secret")));
  }

  @Test
  public void databaseThatIsNotThere_isAWrongArgument() throws IOException {
    List<String> before = runFolders();

    CommandLine run = run("--database=jdbc:postgresql://127.0.0.1:1/x");

    assertThat(run.code(), equalTo(2));
    assertThat(
        run.err(),
        equalTo(
            "--database cannot be used (SQLState 08001). It must be there, and its user must be"
                + " allowed to make a schema."
                + System.lineSeparator()));
    assertThat(runFolders(), equalTo(before));
  }

  @Test
  public void databaseOfOnesOwn_isUsedAndLeftAsItWas() throws Exception {
    RunFolder own = RunFolder.create();
    try (LocalPostgres server = LocalPostgres.start(own)) {
      ShopDatabase database = server.protect(own);
      CommandLine run =
          run(
              "--orders=40",
              "--database=" + database.url(),
              "--user=" + database.user(),
              "--password=" + database.password());
      assertThat(run.err(), run.code(), equalTo(0));

      // The tables can be made again, so they are gone; and twice they cannot.
      database.createTables(Catalog.of(1));
      CommandLine twice =
          call(
              "run",
              "orders",
              "--output=" + root().resolve("twice"),
              "--database=" + database.url(),
              "--user=" + database.user(),
              "--password=" + database.password());
      assertThat(twice.code(), equalTo(2));
      assertThat(
          twice.err(),
          containsString("--database has a schema summerbeam_orders already: another run"));
      database.dropTables();
    } finally {
      own.delete();
    }
  }

  private void refused(String message, String... args) {
    CommandLine run = run(args);
    assertThat(run.code(), equalTo(2));
    assertThat(run.err(), equalTo(message + System.lineSeparator()));
  }

  /** How many there are of each reason, or of each message where an expectation failed. */
  private Map<String, Integer> deadLetters() throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    for (String line : lines(root().resolve("out/dead-letters"), "dead-letters-")) {
      JsonNode letter = JSON.readTree(line);
      String reason = letter.get("reason").textValue();
      counts.merge(
          reason.equals("expectation_failed") ? letter.get("message").textValue() : reason,
          1,
          Integer::sum);
    }
    return counts;
  }

  /** Those of all runs on this machine. */
  private static List<String> runFolders() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.map(each -> each.getFileName().toString())
          .filter(name -> name.startsWith("summerbeam-orders-"))
          .sorted()
          .toList();
    }
  }
}
