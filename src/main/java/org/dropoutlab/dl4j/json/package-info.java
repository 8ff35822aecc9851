/**
 * Network configurations as JSON: reading a stranger's without running its code, writing one that Deeplearning4j
 * alone can read.
 */
package org.dropoutlab.dl4j.json;
