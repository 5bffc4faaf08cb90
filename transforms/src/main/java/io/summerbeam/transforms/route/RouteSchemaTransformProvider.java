package io.summerbeam.transforms.route;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.portable.PortableOutputs;
import java.util.List;
import org.apache.beam.sdk.schemas.AutoValueSchema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.schemas.transforms.providers.ErrorHandling;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.jspecify.annotations.Nullable;

/**
 * {@link Route} for Beam YAML and other SDKs: {@code summerbeam:route:v1}. Its outputs have the
 * names of the routes.
 */
public final class RouteSchemaTransformProvider
    extends TypedSchemaTransformProvider<RouteSchemaTransformProvider.Configuration> {

  /** The identifier. */
  public static final String IDENTIFIER = "summerbeam:route:v1";

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Divides one stream into several by conditions: each record goes to exactly one.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of(PortableOutputs.INPUT);
  }

  /** None beforehand: those that are configured. */
  @Override
  public List<String> outputCollectionNames() {
    return List.of();
  }

  @Override
  protected SchemaTransform from(Configuration configuration) {
    Route route = route(configuration);
    return new PortableOutputs(configuration.getErrorHandling()) {
      @Override
      protected PCollectionRowTuple outputs(
          PCollectionRowTuple inputs, @Nullable DeadLetters dead) {
        return inputs.get(INPUT).apply(dead == null ? route : route.withDeadLetters(dead));
      }
    };
  }

  private static Route route(Configuration configuration) {
    Route route = Route.records();
    for (RouteConfiguration each : configuration.getRoutes()) {
      route = route.to(each.getTo(), each.getWhen());
    }
    String rest = configuration.getOtherwise();
    if (rest != null) {
      route = route.otherwiseTo(rest);
    }
    String unrouted = configuration.getUnrouted();
    if (unrouted != null) {
      route =
          switch (unrouted) {
            case "drop" -> route.otherwiseDrop();
            case "dead_letter" -> route.otherwiseDeadLetter();
            default ->
                throw new IllegalArgumentException(
                    "unrouted must be drop or dead_letter, but was: " + unrouted);
          };
    }
    String stepName = configuration.getStepName();
    return stepName == null ? route : route.withStepName(stepName);
  }

  /** What is configured. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class Configuration {

    /** The routes, in the order in which they are tried. */
    @SchemaFieldDescription("The routes, in the order in which they are tried.")
    public abstract List<RouteConfiguration> getRoutes();

    /** The output of all other records. */
    @SchemaFieldDescription("The output of all other records.")
    public abstract @Nullable String getOtherwise();

    /** Instead of otherwise: what becomes of all other records, drop or dead_letter. */
    @SchemaFieldDescription(
        "Instead of otherwise: what becomes of all other records, drop or dead_letter.")
    public abstract @Nullable String getUnrouted();

    /** The name of the step in dead letters and counters; that of the transform if not given. */
    @SchemaFieldDescription(
        "The name of the step in dead letters and counters; that of the transform if not given.")
    public abstract @Nullable String getStepName();

    /** The output that dead letters go to; without it a failure is thrown. */
    @SchemaFieldDescription("The output that dead letters go to; without it a failure is thrown.")
    public abstract @Nullable ErrorHandling getErrorHandling();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_RouteSchemaTransformProvider_Configuration.Builder();
    }

    /** Builds a {@link Configuration}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link Configuration#getRoutes}. */
      public abstract Builder setRoutes(List<RouteConfiguration> routes);

      /** See {@link Configuration#getOtherwise}. */
      public abstract Builder setOtherwise(@Nullable String otherwise);

      /** See {@link Configuration#getUnrouted}. */
      public abstract Builder setUnrouted(@Nullable String unrouted);

      /** See {@link Configuration#getStepName}. */
      public abstract Builder setStepName(@Nullable String stepName);

      /** See {@link Configuration#getErrorHandling}. */
      public abstract Builder setErrorHandling(@Nullable ErrorHandling errorHandling);

      /** Builds it. */
      public abstract Configuration build();
    }
  }

  /** A route. */
  @DefaultSchema(AutoValueSchema.class)
  @AutoValue
  public abstract static class RouteConfiguration {

    /** The output. */
    @SchemaFieldDescription("The output.")
    public abstract String getTo();

    /** Which records go there, in CEL. */
    @SchemaFieldDescription("Which records go there, in CEL.")
    public abstract String getWhen();

    /** A builder. */
    public static Builder builder() {
      return new AutoValue_RouteSchemaTransformProvider_RouteConfiguration.Builder();
    }

    /** Builds a {@link RouteConfiguration}. */
    @AutoValue.Builder
    public abstract static class Builder {

      /** See {@link RouteConfiguration#getTo}. */
      public abstract Builder setTo(String to);

      /** See {@link RouteConfiguration#getWhen}. */
      public abstract Builder setWhen(String when);

      /** Builds it. */
      public abstract RouteConfiguration build();
    }
  }
}
