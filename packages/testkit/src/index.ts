export * from './leak-scan.ts';
