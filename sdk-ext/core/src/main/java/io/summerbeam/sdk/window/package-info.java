/**
 * The vocabulary of time that transforms and sinks share: {@link io.summerbeam.sdk.window.Windows}
 * cuts it, {@link io.summerbeam.sdk.window.Firings} says when the results of a window leave.
 */
package io.summerbeam.sdk.window;
