/** Style sheets that a module brings along. The build makes files of them. */
declare module '*.css';
