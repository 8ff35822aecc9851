/** Where trials run: engines differ in where and how fast, never in the result. */
package org.dropoutlab.engine;
