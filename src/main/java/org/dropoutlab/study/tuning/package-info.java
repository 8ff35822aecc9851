/** Tuning: from a study to one that chooses levels of an arm. */
package org.dropoutlab.study.tuning;
