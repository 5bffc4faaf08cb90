/**
 * The vocabulary of time that transforms, sinks and sources share: {@link
 * io.summerbeam.sdk.window.Windows} cuts it, {@link io.summerbeam.sdk.window.Firings} says when the
 * results of a window leave, {@link io.summerbeam.sdk.window.BoundedOutOfOrderness} says how far
 * the records of a source have come.
 */
package io.summerbeam.sdk.window;
