package io.summerbeam.faults;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation.Required;

/** Where {@link FaultsJob} reads and writes. */
public interface FaultsOptions extends PipelineOptions {

  @Description("Kafka's brokers.")
  @Required
  String getBrokers();

  void setBrokers(String brokers);

  @Description("The URL of the database.")
  @Required
  String getDatabase();

  void setDatabase(String url);

  @Description("A file with the password of the database's user.")
  @Required
  String getPasswordFile();

  void setPasswordFile(String file);

  @Description("What is different from the first version of the job.")
  @Default.Enum("NOTHING")
  FaultsJob.Upgrade getUpgrade();

  void setUpgrade(FaultsJob.Upgrade upgrade);
}
