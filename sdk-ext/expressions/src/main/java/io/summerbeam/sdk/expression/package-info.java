/**
 * Expressions in CEL on Rows, checked against the schema when the pipeline is built and evaluated
 * without looking anything up for a record.
 *
 * <p>To be touched: {@link io.summerbeam.sdk.expression.Expression} (where the language is
 * described), and what it is bound to, {@link io.summerbeam.sdk.expression.BoundCondition} and
 * {@link io.summerbeam.sdk.expression.BoundValue}. CEL and what it needs are inside of this
 * module's jar under other package names; no user sees them.
 */
package io.summerbeam.sdk.expression;
