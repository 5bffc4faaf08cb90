/**
 * Row-level steps: what maps one Row to one Row or none. {@link io.summerbeam.sdk.step.RowStep} is
 * what a transform implements, {@link io.summerbeam.sdk.step.Steps} runs one or several of them in
 * one DoFn.
 */
package io.summerbeam.sdk.step;
