package io.summerbeam.samples.orders;

import io.summerbeam.runners.FileArguments;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The options of the orders job. */
public interface OrdersOptions extends PipelineOptions {

  /** Where orders come from. */
  @Description(
      "Where orders come from: files, or kafka, which is a stream until the feed of the made-up"
          + " orders is over, or --duration.")
  @Default.String(OrderSource.FILES)
  String getSource();

  /** See {@link #getSource}. */
  void setSource(String source);

  /** Where results go. */
  @Description(
      "Where results go: files (of what ends), jdbc (tables of the database, in a schema"
          + " summerbeam_results), kafka (topics), bigquery (tables that are appended to; its dead"
          + " letters are files); several with commas between them, of which the first one has the"
          + " dead letters. Without it, files, and jdbc for --source=kafka.")
  @Default.InstanceFactory(SinkOfSource.class)
  String getSink();

  /** See {@link #getSink}. */
  void setSink(String sink);

  /** The user's dataset. */
  @Description(
      "The dataset for --sink=bigquery, which must be there: PROJECT.DATASET, or DATASET with"
          + " --project. Rows are added to those that are there: a stream has several of revenue for"
          + " a category and day, of which that of most orders counts, and another run adds its own."
          + " Without it, a stand-in for BigQuery is started on this machine and deleted at the"
          + " end.")
  @Nullable String getBigQueryDataset();

  /** See {@link #getBigQueryDataset}. */
  void setBigQueryDataset(@Nullable String dataset);

  /** How rows come into the dataset. */
  @Description(
      "How rows come into BigQuery: FILE_LOADS (with --tempLocation=gs://BUCKET/FOLDER),"
          + " STORAGE_WRITE_API, STORAGE_API_AT_LEAST_ONCE (of a stream on Spark) or"
          + " STREAMING_INSERTS. Without it, FILE_LOADS of what ends and STORAGE_WRITE_API of a"
          + " stream; into a stand-in, which has no Cloud Storage to load from, STORAGE_WRITE_API"
          + " of what ends and STREAMING_INSERTS of a stream.")
  @Nullable String getBigQueryMethod();

  /** See {@link #getBigQueryMethod}. */
  void setBigQueryMethod(@Nullable String method);

  /** Orders of one's own. */
  @Description(
      "Orders of your own instead of made-up ones, JSON lines as those of --generated: a file or a"
          + " pattern. Products and customers are still made up from --seed, and an order finds"
          + " those of its own.")
  @Nullable String getInput();

  /** See {@link #getInput}. */
  void setInput(@Nullable String input);

  /** The user's broker. */
  @Description(
      "The broker with the topics, HOST:PORT, which asks for no password. Without it, one is"
          + " started on this machine and deleted at the end.")
  @Nullable String getBootstrapServers();

  /** See {@link #getBootstrapServers}. */
  void setBootstrapServers(@Nullable String servers);

  /** The topic of the orders. */
  @Description(
      "The topic of the orders; those of results begin with its name: -masked, -revenue,"
          + " -duplicates, -dead-letters.")
  @Default.String("orders")
  String getTopic();

  /** See {@link #getTopic}. */
  void setTopic(String topic);

  /** Whether orders are fed to a broker of one's own. */
  @Description(
      "Make the topic on the broker of --bootstrapServers and feed it with made-up orders. Without"
          + " it, what is in the topic is read.")
  @Default.Boolean(false)
  boolean isFeed();

  /** See {@link #isFeed}. */
  void setFeed(boolean feed);

  /** How fast orders are fed. */
  @Description("How many orders are fed to the topic in a second, from 1 to 1,000,000.")
  @Default.Integer(2_000)
  int getOrdersPerSecond();

  /** See {@link #getOrdersPerSecond}. */
  void setOrdersPerSecond(int orders);

  /** Whether the topic is read in batch. */
  @Description(
      "Read the topic in batch, up to its end when the job starts: the same pipeline with the same"
          + " results.")
  @Default.Boolean(false)
  boolean isBounded();

  /** See {@link #isBounded}. */
  void setBounded(boolean bounded);

  /** When a stream ends at the latest. */
  @Description(
      "How long a stream is read at most: PT5M. Without it, until all that is fed has been"
          + " processed, and for ever where nothing is fed.")
  @Nullable String getDuration();

  /** See {@link #getDuration}. */
  void setDuration(@Nullable String duration);

  /** What the duplicates of a stream are. */
  @Description(
      "What duplicates in a stream are: event-time, less than a day from each other in event time;"
          + " or arrival, by the clock, for a runner without event-time timers (Spark streaming)."
          + " With arrival no order is ever late, and days stay open.")
  @Default.String(OrderSource.EVENT_TIME)
  String getDuplicates();

  /** See {@link #getDuplicates}. */
  void setDuplicates(String duplicates);

  /** How many lines of orders are made up. */
  @Description("How many lines of orders are made up, from 1 to 10,000,000. Without it, 20,000.")
  @Nullable Integer getOrders();

  /** See {@link #getOrders}. */
  void setOrders(@Nullable Integer orders);

  /** What everything is made up from. */
  @Description(
      "What orders, products, customers and keys are made up from: the same again, or not.")
  @Default.Long(1)
  long getSeed();

  /** See {@link #getSeed}. */
  void setSeed(long seed);

  /** Where the orders are kept. */
  @Description(
      "The folder for the orders as they are read (orders.jsonl), with all that is personal; it"
          + " must be empty or absent. Without it, they are deleted at the end.")
  @Nullable String getGenerated();

  /** See {@link #getGenerated}. */
  void setGenerated(@Nullable String generated);

  /** Where the tables are made. */
  @Description(
      "The database, jdbc:postgresql://HOST:PORT/NAME; the tables are made in a schema"
          + " summerbeam_orders, which is dropped at the end. Without it, one is started on this"
          + " machine and deleted at the end.")
  @Nullable String getDatabase();

  /** See {@link #getDatabase}. */
  void setDatabase(@Nullable String database);

  /** Who asks the database. */
  @Description("The user of the database; with --password. Without them, who runs the job.")
  @Nullable String getUser();

  /** See {@link #getUser}. */
  void setUser(@Nullable String user);

  /** Where the password of the database is. */
  @Description("Where the user's password is: env:VARIABLE or file:PATH.")
  @Nullable String getPassword();

  /** See {@link #getPassword}. */
  void setPassword(@Nullable String password);

  /** The keys that mask. */
  @Description(
      "The keys of samples/data/orders/policy.yaml: pseudonyms=REFERENCE,formats=REFERENCE with"
          + " env:VARIABLE or file:PATH. Without it they are made up from the seed, as the people"
          + " are whom they protect.")
  @Nullable String getKeys();

  /** See {@link #getKeys}. */
  void setKeys(@Nullable String keys);

  /** Where the results go. */
  @Description(
      "The folder for the masked orders (orders-*.jsonl) and the revenue (revenue-*.jsonl); it must"
          + " be empty or absent. What is in tables and topics that the job started is copied to it"
          + " at the end.")
  @Default.String("./out/orders")
  String getOutput();

  /** See {@link #getOutput}. */
  void setOutput(String output);

  /** Where the dead letters go. */
  @Description(
      "The folder for the dead letters (dead-letters-*.jsonl); it must be empty or absent.")
  @Default.InstanceFactory(BesideOutput.class)
  String getDeadLetters();

  /** See {@link #getDeadLetters}. */
  void setDeadLetters(String deadLetters);

  /** Files for files, and tables for a stream. */
  final class SinkOfSource implements DefaultValueFactory<String> {
    @Override
    public String create(PipelineOptions options) {
      return options.as(OrdersOptions.class).getSource().equals(OrderSource.KAFKA)
          ? OrderSink.TABLES
          : OrderSource.FILES;
    }
  }

  /** The folder {@code dead-letters} in the output's. */
  final class BesideOutput implements DefaultValueFactory<String> {
    @Override
    public String create(PipelineOptions options) {
      return FileArguments.inFolder(options.as(OrdersOptions.class).getOutput(), "dead-letters");
    }
  }
}
