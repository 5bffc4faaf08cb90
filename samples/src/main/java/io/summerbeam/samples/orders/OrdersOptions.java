package io.summerbeam.samples.orders;

import io.summerbeam.runners.FileArguments;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The options of the orders job. */
public interface OrdersOptions extends PipelineOptions {

  /** How many lines of orders are made up. */
  @Description("How many lines of orders are made up, from 1 to 10,000,000.")
  @Default.Integer(20_000)
  int getOrders();

  /** See {@link #getOrders}. */
  void setOrders(int orders);

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
          + " be empty or absent.")
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

  /** The folder {@code dead-letters} in the output's. */
  final class BesideOutput implements DefaultValueFactory<String> {
    @Override
    public String create(PipelineOptions options) {
      return FileArguments.inFolder(options.as(OrdersOptions.class).getOutput(), "dead-letters");
    }
  }
}
