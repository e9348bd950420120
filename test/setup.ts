// tsyringe's container needs the metadata API in place before any decorated class is loaded.
import 'reflect-metadata';
