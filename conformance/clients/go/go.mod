module batchstatus

go 1.23
