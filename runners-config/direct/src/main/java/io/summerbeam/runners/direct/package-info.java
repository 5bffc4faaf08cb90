/**
 * The Direct runner for pipelines that are run, not tested: {@link
 * io.summerbeam.runners.direct.DirectProfile}.
 */
package io.summerbeam.runners.direct;
