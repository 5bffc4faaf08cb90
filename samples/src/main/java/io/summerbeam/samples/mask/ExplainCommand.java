package io.summerbeam.samples.mask;

import io.summerbeam.runners.Command;
import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.UsageException;
import io.summerbeam.samples.files.RecordFiles;
import io.summerbeam.samples.files.ShownNames;
import io.summerbeam.transforms.mask.policy.MaskPolicy;
import io.summerbeam.transforms.yaml.YamlFile;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./summerbeam mask explain}: shows what a policy does to each field, what that gives away,
 * and made-up values before and after. No record is shown, and no key is needed.
 */
public final class ExplainCommand implements Command<ExplainOptions> {

  @Override
  public String name() {
    return "mask explain";
  }

  @Override
  public String summary() {
    return "what a policy does";
  }

  @Override
  public Class<ExplainOptions> optionsType() {
    return ExplainOptions.class;
  }

  @Override
  public void run(ExplainOptions options, PrintStream out) {
    FileArguments.requireFiles("--policy", options.getPolicy());
    MaskPolicy policy = Policies.load(options.getPolicy());
    String schemaFile = options.getSchema();
    RecordFiles files = filesOf(options, policy, out);
    try {
      out.print(
          files != null
              ? shown(policy.explain(files.schema()), files, options)
              : schemaFile == null
                  ? policy.explain()
                  : policy.explain(RecordFiles.schemaIn(schemaFile)));
    } catch (IllegalArgumentException e) {
      throw files == null
          ? new UsageException("--policy: " + e.getMessage())
          : files.refused("--policy", e);
    }
  }

  /** Without names that look like data, but for those that the policy itself has. */
  private static String shown(String text, RecordFiles files, ExplainOptions options) {
    return ShownNames.inLines(text, files.schema(), YamlFile.text(Path.of(options.getPolicy())));
  }

  /** The records that the schema is inferred from; null where there are none. */
  private static @Nullable RecordFiles filesOf(
      ExplainOptions options, MaskPolicy policy, PrintStream out) {
    String schemaFile = options.getSchema();
    String input = options.getInput();
    if (schemaFile != null && input != null) {
      throw new UsageException("Give --schema or --input, but not both.");
    }
    if (input == null) {
      return null;
    }
    FileArguments.requireFiles("--input", input);
    RecordFiles files =
        RecordFiles.of(input, null, options.getDelimiter()).withTexts(policy.textFields());
    out.println("Schema, inferred: " + ShownNames.of(files.schema()));
    out.println();
    return files;
  }
}
