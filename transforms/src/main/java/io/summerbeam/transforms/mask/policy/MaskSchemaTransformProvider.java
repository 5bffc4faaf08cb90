package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.transforms.mask.Mask;
import io.summerbeam.transforms.portable.PortableTransform;
import java.util.List;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * {@link Mask} for Beam YAML and other SDKs: {@code summerbeam:mask:v1}, with a {@link MaskPolicy}
 * or with the same words for single fields. What its dead letters hold is as the policy says; by
 * default they are masked as the records are, and what cannot be masked is dropped.
 */
public final class MaskSchemaTransformProvider
    extends TypedSchemaTransformProvider<MaskConfiguration> {

  /** The identifier. */
  public static final String IDENTIFIER = "summerbeam:mask:v1";

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Masks fields of records.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of(PortableTransform.INPUT);
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(PortableTransform.OUTPUT);
  }

  @Override
  protected SchemaTransform from(MaskConfiguration configuration) {
    return new PortableTransform(configuration.getErrorHandling()) {
      @Override
      protected PCollection<Row> apply(PCollectionRowTuple inputs, @Nullable DeadLetters dead) {
        PCollection<Row> input = inputs.get(INPUT);
        Mask mask = PolicyConfiguration.policy(IDENTIFIER, configuration).toMask(input.getSchema());
        String stepName = configuration.getStepName();
        if (stepName != null) {
          mask = mask.withStepName(stepName);
        }
        return input.apply(dead == null ? mask : mask.withDeadLetters(dead));
      }

      @Override
      protected PayloadPolicy payloadPolicy(PCollectionRowTuple inputs) {
        return PolicyConfiguration.policy(IDENTIFIER, configuration)
            .payloadPolicy(inputs.get(INPUT).getSchema());
      }
    };
  }
}
