/**
 * Where trials run. Imports training and backend.
 */
package org.dropoutlab.engine;
