package io.summerbeam.transforms.conform;

import io.summerbeam.sdk.expression.Expression;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A mapping, and which records it is for.
 *
 * @param condition null for all
 */
record ConditionalMapping(@Nullable Expression condition, Mapping mapping) implements Serializable {

  private static final long serialVersionUID = 1;
}
