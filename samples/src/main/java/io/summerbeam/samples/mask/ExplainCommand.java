package io.summerbeam.samples.mask;

import io.summerbeam.runners.Command;
import io.summerbeam.runners.FileArguments;
import io.summerbeam.runners.UsageException;
import io.summerbeam.samples.files.RecordFiles;
import io.summerbeam.sdk.schema.SchemaText;
import io.summerbeam.transforms.mask.policy.MaskPolicy;
import java.io.PrintStream;
import org.apache.beam.sdk.schemas.Schema;
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
    Schema schema = schemaOf(options, out);
    try {
      out.print(schema == null ? policy.explain() : policy.explain(schema));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--policy: " + e.getMessage());
    }
  }

  private static @Nullable Schema schemaOf(ExplainOptions options, PrintStream out) {
    String schemaFile = options.getSchema();
    String input = options.getInput();
    if (schemaFile != null && input != null) {
      throw new UsageException("Give --schema or --input, but not both.");
    }
    if (schemaFile != null) {
      return RecordFiles.schemaIn(schemaFile);
    }
    if (input == null) {
      return null;
    }
    FileArguments.requireFiles("--input", input);
    Schema schema = RecordFiles.of(input, null, options.getDelimiter()).schema();
    out.println("Schema, inferred: " + SchemaText.of(schema));
    out.println();
    return schema;
  }
}
