-- Claims whose lease ended long ago: nobody takes them over.
SELECT log_id, first_seq FROM claim WHERE lease_until < now() - interval '1 minute'
