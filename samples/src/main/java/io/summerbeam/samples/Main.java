package io.summerbeam.samples;

import io.summerbeam.runners.Launcher;
import io.summerbeam.samples.deadletters.ListCommand;
import io.summerbeam.samples.deadletters.ReplayCommand;
import io.summerbeam.samples.deadletters.ReproduceCommand;
import io.summerbeam.samples.deadletters.ShowCommand;
import io.summerbeam.samples.deadletters.SummaryCommand;
import io.summerbeam.samples.deadletters.WatchCommand;
import io.summerbeam.samples.flights.FlightsJob;
import io.summerbeam.samples.mask.ExplainCommand;
import io.summerbeam.samples.mask.MaskJob;
import io.summerbeam.samples.orders.OrdersJob;
import io.summerbeam.samples.unmask.UnmaskJob;
import io.summerbeam.samples.validate.ValidateJob;

/** What {@code ./summerbeam} starts. */
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    launcher().runAndExit(args);
  }

  /** The command line with all jobs and commands. */
  public static Launcher launcher() {
    return Launcher.of(
            new FlightsJob(), new OrdersJob(), new MaskJob(), new UnmaskJob(), new ValidateJob())
        .withCommands(
            new ExplainCommand(),
            new SummaryCommand(),
            new ListCommand(),
            new ShowCommand(),
            new ReplayCommand(),
            new WatchCommand(),
            new ReproduceCommand(Main::launcher, Main.class));
  }
}
