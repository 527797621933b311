module batchstatus

go 1.21
