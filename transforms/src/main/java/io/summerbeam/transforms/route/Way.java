package io.summerbeam.transforms.route;

import io.summerbeam.sdk.expression.Expression;
import java.io.Serializable;

/** A route and its condition. */
record Way(String name, Expression condition) implements Serializable {

  private static final long serialVersionUID = 1;
}
